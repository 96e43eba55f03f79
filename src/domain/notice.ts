import type { MeetingId } from './meeting-id.js';
import type { Revision } from './revision.js';
import { languages, type Language } from './texts.js';
import type { Timestamp } from './timestamp.js';

/**
 * How often a meeting pauses by itself (contract §7), in the shape clients send and get it. A break is planned for so many
 * minutes after the meeting started or the last break ended. When it is time, `auto` begins it and `suggest` only says so.
 */
export interface Schedule {
  readonly every_minutes: number;
  readonly duration_minutes: number;
  readonly mode: 'suggest' | 'auto';
  /** How long before the break members hear that it comes; 0 = not at all. */
  readonly warn_seconds: number;
  /** Of the texts that nobody writes. */
  readonly language: Language;
}

/**
 * Whether a value that was stored is a schedule of this version: these fields, and no others. What a later version plans in
 * another way must not be taken for a plan that this version can follow.
 */
export function isSchedule(value: unknown): value is Schedule {
  if (!hasExactly(value, ['every_minutes', 'duration_minutes', 'mode', 'warn_seconds', 'language']))
    return false;
  const { every_minutes, duration_minutes, mode, warn_seconds, language } = value;
  return (
    [every_minutes, duration_minutes, warn_seconds].every((number) => Number.isFinite(number)) &&
    (mode === 'suggest' || mode === 'auto') &&
    languages.some((known) => known === language)
  );
}

/** Whether a value is an object with these fields and no others. */
export function hasExactly<K extends string>(
  value: unknown,
  names: readonly K[],
): value is Record<K, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === names.length && names.every((name) => name in value);
}

/** `restarted`: a new break, or a new start of the meeting, took its place. */
export type RestEndReason = 'leader' | 'timer' | 'restarted' | 'meeting_ended';

/** `slept`: nobody looked at the meeting until long after its planned break, so work counts from now. */
export type ScheduleChange = 'set' | 'removed' | 'snoozed' | 'skipped' | 'slept';

interface About {
  readonly meeting_id: MeetingId;
  readonly timestamp: Timestamp;
}

interface AboutRest extends About {
  readonly rest_id: string;
}

/** What members can read; a client may render its own text from the other fields. */
interface Told {
  readonly message: string;
}

interface Timed extends AboutRest {
  readonly duration_seconds: number;
  readonly ends_at: Timestamp;
}

interface Planned extends About {
  /** When the next break is planned. */
  readonly next_rest_at: Timestamp;
}

/** A break; without an end both are null. */
export interface RestRequired extends AboutRest, Told {
  readonly event: 'rest_required';
  /** `default` = nobody wrote the text. */
  readonly message_code: 'default' | 'custom';
  /** Of the texts that nobody writes, also of the later notices about this break. */
  readonly language: Language;
  readonly duration_seconds: number | null;
  readonly ends_at: Timestamp | null;
}

export interface RestEnded extends AboutRest, Told {
  readonly event: 'rest_ended';
  readonly reason: RestEndReason;
  /** When the schedule, if there is one, plans the next. */
  readonly next_rest_at: Timestamp | null;
}

export interface ScheduleChanged extends About {
  readonly event: 'schedule_changed';
  readonly reason: ScheduleChange;
  readonly schedule: Schedule | null;
  readonly next_rest_at: Timestamp | null;
  readonly snoozes_left: number;
}

export interface RestSuggested extends Planned, Told {
  readonly event: 'rest_suggested';
  readonly duration_minutes: number;
}

/** Something that happened to a meeting, in the very shape that is logged, announced and sent to members. */
export type Notice =
  | ({ readonly event: 'meeting_started' } & About)
  | RestRequired
  | ({ readonly event: 'rest_extended' } & Timed)
  | ({ readonly event: 'rest_ending_soon' } & Timed & Told)
  | RestEnded
  | ({ readonly event: 'all_back' } & AboutRest & Told)
  | ScheduleChanged
  | ({ readonly event: 'rest_upcoming'; readonly mode: Schedule['mode'] } & Planned & Told)
  | RestSuggested
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
  'all_back',
  'schedule_changed',
  'rest_upcoming',
  'rest_suggested',
  'meeting_ended',
] as const satisfies Notice['event'][];

const events: ReadonlySet<unknown> = new Set(noticeEvents);

/** Whether a text from the store names a notice this version knows. */
export function isNoticeEvent(event: unknown): event is Notice['event'] {
  return events.has(event);
}

/** The id of a break that no command began (another program did, or the schedule): all there is of it is when. */
export function restIdAt(startedAt: Timestamp): string {
  return String(Date.parse(startedAt));
}

/**
 * The reference's server asks its clock twice for one break: for the hash, and for what it publishes. So the `rest_id` of the
 * frame and that of `state` differ by what lies between, on a busy machine too.
 */
const SAME_REST_MS = 5_000;

const TIME = /^\d{1,15}$/;

/** Whether both ids name one break: they are equal, or both are times ({@link restIdAt}) that are hardly apart. */
export function isSameRest(one: string, other: string): boolean {
  if (one === other) return true;
  return TIME.test(one) && TIME.test(other) && Math.abs(Number(one) - Number(other)) <= SAME_REST_MS;
}
