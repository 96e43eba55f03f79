import type { ObjectOf } from './fields.js';
import { notices, type about } from './notices.js';
import type { Revision } from './revision.js';
import type { Timestamp } from './timestamp.js';

export type NoticeEvent = keyof typeof notices;

type NoticeOf<E extends NoticeEvent> = { readonly event: E } & ObjectOf<typeof about> &
  ObjectOf<(typeof notices)[E]['fields']>;

export type RestRequired = NoticeOf<'rest_required'>;
export type RestEnded = NoticeOf<'rest_ended'>;
export type ScheduleChanged = NoticeOf<'schedule_changed'>;
export type Undone = NoticeOf<'undone'>;
export type RestSuggested = NoticeOf<'rest_suggested'>;

/** An event of a meeting, in the exact shape that the service logs, announces and sends to members. */
export type Notice = { [E in NoticeEvent]: NoticeOf<E> }[NoticeEvent];

/** A notice with its place in the log. */
export interface LoggedNotice {
  readonly id: Revision;
  /**
   * The id of the previous entry in the same log; `0-0` for the first. A reader whose last id differs has
   * missed a notice.
   */
  readonly prev: Revision;
  readonly notice: Notice;
  /** The name of whoever gave the command. Beside the notice: only leaders get it. */
  readonly by?: string | undefined;
}

/** The names of all notices: a closed set, the same on every stream. */
export const noticeEvents = Object.keys(notices) as NoticeEvent[];

const events: ReadonlySet<unknown> = new Set(noticeEvents);

/** Whether a value from the store names a notice that this version knows. */
export function isNoticeEvent(event: unknown): event is Notice['event'] {
  return events.has(event);
}

/**
 * The id of a break that no command began (another program or the schedule did): its start in ms since the
 * epoch.
 */
export function breakIdAt(startedAt: Timestamp): string {
  return String(Date.parse(startedAt));
}

/**
 * Maximum distance of two time-based ids that still name the same break, in ms.
 * The reference's server reads its clock twice for one break: for the hash in Redis, and for the message that
 * it publishes. So the `rest_id` of the frame and of `state` differ by the time between both reads, which
 * grows on a busy machine.
 */
const SAME_REST_MS = 5_000;

const TIME = /^\d{1,15}$/;

/**
 * Whether two ids name the same break: the ids are equal, or both are times ({@link breakIdAt}) that differ
 * by at most {@link SAME_REST_MS}.
 */
export function isSameBreak(one: string, other: string): boolean {
  if (one === other) return true;
  return TIME.test(one) && TIME.test(other) && Math.abs(Number(one) - Number(other)) <= SAME_REST_MS;
}
