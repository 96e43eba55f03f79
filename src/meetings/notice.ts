import type { MeetingId } from './meeting-id.js';
import type { Revision } from './revision.js';

/** RFC 3339 in UTC with milliseconds, e.g. `2025-10-17T10:30:00.000Z`. Of this one form, so they compare as texts. */
export type Timestamp = string;

/** `restarted`: a new break, or a new start of the meeting, took its place. */
export type RestEndReason = 'leader' | 'timer' | 'restarted' | 'meeting_ended';

interface About {
  readonly meeting_id: MeetingId;
  readonly timestamp: Timestamp;
}

interface AboutRest extends About {
  readonly rest_id: string;
}

interface Timed extends AboutRest {
  readonly duration_seconds: number;
  readonly ends_at: Timestamp;
}

/** A break; without an end both are null. */
export interface RestRequired extends AboutRest {
  readonly event: 'rest_required';
  readonly message: string;
  readonly duration_seconds: number | null;
  readonly ends_at: Timestamp | null;
}

/** Something that happened to a meeting, in the very shape that is logged, announced and sent to members. */
export type Notice =
  | ({ readonly event: 'meeting_started' } & About)
  | RestRequired
  | ({ readonly event: 'rest_extended' } & Timed)
  | ({ readonly event: 'rest_ending_soon' } & Timed)
  | ({ readonly event: 'rest_ended'; readonly reason: RestEndReason } & AboutRest)
  | ({ readonly event: 'meeting_ended' } & About);

/** A notice as the log holds it. */
export interface LoggedNotice {
  readonly id: Revision;
  /** The id before it in the same log; `0-0` for the first. A reader whose last id is another one has missed something. */
  readonly prev: Revision;
  readonly notice: Notice;
}

/** Every notice there is: a closed set, on every stream. */
export const noticeEvents = [
  'meeting_started',
  'rest_required',
  'rest_extended',
  'rest_ending_soon',
  'rest_ended',
  'meeting_ended',
] as const satisfies Notice['event'][];

const events: ReadonlySet<unknown> = new Set(noticeEvents);

/** Whether a text from the store names a notice this version knows. */
export function isNoticeEvent(event: unknown): event is Notice['event'] {
  return events.has(event);
}

/** The id of a break that another program began: all there is of it is when. */
export function foreignRestId(startedAt: Timestamp): string {
  return String(Date.parse(startedAt));
}
