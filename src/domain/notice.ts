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
export type RestSuggested = NoticeOf<'rest_suggested'>;

/** Something that happened to a meeting, in the very shape that is logged, announced and sent to members. */
export type Notice = { [E in NoticeEvent]: NoticeOf<E> }[NoticeEvent];

/** A notice as the log holds it. */
export interface LoggedNotice {
  readonly id: Revision;
  /** The id before it in the same log; `0-0` for the first. A reader whose last id is another one has missed something. */
  readonly prev: Revision;
  readonly notice: Notice;
}

/** Every notice there is: a closed set, on every stream. */
export const noticeEvents = Object.keys(notices) as NoticeEvent[];

const events: ReadonlySet<unknown> = new Set(noticeEvents);

/** Whether a text from the store names a notice this version knows. */
export function isNoticeEvent(event: unknown): event is Notice['event'] {
  return events.has(event);
}

/** The id of a break that no command began (another program did, or the schedule): all there is of it is when. */
export function breakIdAt(startedAt: Timestamp): string {
  return String(Date.parse(startedAt));
}

/**
 * The reference's server asks its clock twice for one break: for the hash, and for what it publishes. So the `rest_id` of the
 * frame and that of `state` differ by what lies between, on a busy machine too.
 */
const SAME_REST_MS = 5_000;

const TIME = /^\d{1,15}$/;

/** Whether both ids name one break: they are equal, or both are times ({@link breakIdAt}) that are hardly apart. */
export function isSameBreak(one: string, other: string): boolean {
  if (one === other) return true;
  return TIME.test(one) && TIME.test(other) && Math.abs(Number(one) - Number(other)) <= SAME_REST_MS;
}
