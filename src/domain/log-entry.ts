import type { MeetingId } from './meeting-id.js';
import { isNoticeEvent, type LoggedNotice, type Notice, type NoticeEvent } from './notice.js';
import { isSchedule } from './schedule-fields.js';
import { notices } from './notices.js';
import { requestEvents } from './requests.js';
import type { Fields } from './fields.js';
import type { Revision } from './revision.js';
import { isTimestamp } from './timestamp.js';

/**
 * A notice of a kind that only a later version of the service knows.
 * Members get the notice unchanged. No rule of this version can apply it, so this version must read the state
 * after the notice from the store.
 */
export interface UnknownNotice {
  readonly event: string;
  readonly [field: string]: unknown;
}

interface Place {
  readonly id: Revision;
  /** The id of the previous entry in the same log, as {@link LoggedNotice.prev}. */
  readonly prev: Revision;
  readonly by?: string | undefined;
}

export interface UnknownEntry extends Place {
  readonly unknown: UnknownNotice;
}

/**
 * An entry that this version cannot read. Readers skip the entry and tell their members that notices are
 * missing.
 */
export interface DamagedEntry extends Place {
  readonly damage: string;
}

/** One entry of a meeting's log, as this version can read it. */
export type LogEntry = LoggedNotice | UnknownEntry | DamagedEntry;

/** An entry that members receive. */
export type ReadableEntry = LoggedNotice | UnknownEntry;

export function isReadable(entry: LogEntry): entry is ReadableEntry {
  return !('damage' in entry);
}

/** Whether `evolve` gives the meeting after the entry. Else the meeting must be read from the store. */
export function isReplayable(entry: LogEntry): entry is LoggedNotice {
  return isKnown(entry) && entry.notice.event !== 'undone';
}

export function isKnown(entry: LogEntry): entry is LoggedNotice {
  return 'notice' in entry;
}

/**
 * Event names that the service or `EventSource` uses for other frames. No notice of any version has one of
 * these names.
 */
export const reservedNames = [
  'message',
  'connected',
  'state',
  'heartbeat',
  'degraded',
  'restored',
  'presence',
  ...requestEvents,
  'token_expiring',
  'goodbye',
  'error',
  'open',
] as const;

const reserved: ReadonlySet<string> = new Set(reservedNames);

/** Pattern for the event name of a notice (docs/protocol.md). */
const EVENT_NAME = /^[a-z][a-z0-9_]{0,39}$/;

/**
 * Maximum length of a passed-on notice of another version, in UTF-16 units of its JSON. Notices of this
 * version have a little more than 16,384 units at most.
 */
const MAX_UNKNOWN = 65_536;

/** For each notice, the fields that rules or members need beside `event`, `meeting_id` and `timestamp`. */
const checks = Object.fromEntries(
  Object.entries<{ fields: Fields }>(notices).map(([event, { fields }]) => [event, checksOf(fields)]),
) as Record<NoticeEvent, ReturnType<typeof checksOf>>;

function checksOf(fields: Fields) {
  return Object.entries(fields).flatMap(([name, { isUsable }]) =>
    isUsable ? [[name, isUsable] as const] : [],
  );
}

/** Reads one entry of a meeting's log, or one feed message. `value` is the notice as parsed from JSON. */
export function entryOf(meetingId: MeetingId, { id, prev, by }: Place, value: unknown): LogEntry {
  const place: Place = { id, prev, ...(by !== undefined && { by }) };
  const damaged = (damage: string): DamagedEntry => ({ id, prev, damage });
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return damaged('its notice is no JSON object');
  const fields = value as Record<string, unknown>;
  const { event, meeting_id, timestamp } = fields;
  if (typeof event !== 'string' || !EVENT_NAME.test(event) || reserved.has(event))
    return damaged('its `event` is no name of a notice');
  if (meeting_id !== undefined && meeting_id !== meetingId) return damaged('it is about another meeting');
  if (!isNoticeEvent(event) || isLaterSchedule(fields)) {
    const isShort = JSON.stringify(fields).length <= MAX_UNKNOWN;
    return isShort ? { ...place, unknown: { ...fields, event } } : damaged('its notice is too long');
  }
  if (meeting_id === undefined || !isTimestamp(timestamp))
    return damaged(`its ${event} has no readable \`meeting_id\` or \`timestamp\``);
  const wrong = checks[event].find(([name, isUsable]) => !isUsable(fields[name]));
  if (wrong) return damaged(`its ${event} has no readable \`${wrong[0]}\``);
  return { ...place, notice: fields as unknown as Notice };
}

/** Whether the notice sets a schedule of a kind that only a later version knows. */
function isLaterSchedule({ event, schedule }: Record<string, unknown>): boolean {
  return event === 'schedule_changed' && schedule !== null && !isSchedule(schedule);
}

/** Estimated size of a notice without its texts, in UTF-16 units. */
const NOTICE_UNITS = 400;

/**
 * Estimated size of these entries as clients receive them, in UTF-16 units.
 * An exact size would require to encode entries that may turn out too long to send.
 */
export function unitsOf(entries: readonly LogEntry[]): number {
  return entries.reduce((units, entry) => units + NOTICE_UNITS + textUnitsOf(entry), 0);
}

function textUnitsOf(entry: LogEntry): number {
  if (!isReadable(entry)) return 0;
  if ('unknown' in entry) return JSON.stringify(entry.unknown).length;
  return 'message' in entry.notice ? entry.notice.message.length : 0;
}
