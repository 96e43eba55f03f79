import { TIME_OF_DAY, type ClockTimes } from './clock-times.js';
import { languages, type Language } from './texts.js';
import { isTimeZone } from './time-zone.js';

/**
 * `suggest`: members are told that it is time, and a leader calls the break. `auto`: the break begins by
 * itself.
 */
export const scheduleModes = ['suggest', 'auto'] as const;

interface AnySchedule {
  readonly duration_minutes: number;
  readonly mode: (typeof scheduleModes)[number];
  /** Time between the warning and the break; 0 = no warning. */
  readonly warn_seconds: number;
  /** Language of the default texts. */
  readonly language: Language;
}

/** Breaks are planned `every_minutes` after the start of the meeting or the end of the last break. */
interface WorkSchedule extends AnySchedule {
  readonly every_minutes: number;
}

/** Breaks are planned at times of the day, every day. */
export interface ClockSchedule extends AnySchedule, ClockTimes {}

/**
 * The schedule of a meeting's breaks (docs/protocol.md), in the shape that the log and the store have.
 * At its time, `auto` begins a break and `suggest` only announces it.
 */
export type Schedule = WorkSchedule | ClockSchedule;

export function isByClock(schedule: Schedule): schedule is ClockSchedule {
  return 'at' in schedule;
}

/** A schedule as clients receive it: the fields of the other kind of schedule are null. */
export interface ToldSchedule extends AnySchedule {
  readonly every_minutes: number | null;
  readonly at: readonly string[] | null;
  readonly time_zone: string | null;
}

export function toldSchedule(schedule: Schedule): ToldSchedule {
  return { every_minutes: null, at: null, time_zone: null, ...schedule };
}

/** A notice as clients receive it: with its schedule, if it has one, as clients receive schedules. */
export function toldNotice<T extends object>(notice: T): T {
  const { schedule } = notice as { readonly schedule?: Schedule | null };
  return schedule ? { ...notice, schedule: toldSchedule(schedule) } : notice;
}

/** The whole numbers that a schedule may have. */
export const scheduleBounds = {
  every_minutes: { minimum: 1, maximum: 480 },
  duration_minutes: { minimum: 1, maximum: 120 },
  warn_seconds: { minimum: 0, maximum: 600 },
} as const;

function isInBounds(value: unknown, name: keyof typeof scheduleBounds): boolean {
  const { minimum, maximum } = scheduleBounds[name];
  return Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
}

const FIELDS = ['duration_minutes', 'mode', 'warn_seconds', 'language'] as const;

/**
 * Whether a stored value is a schedule of this version: exactly these fields, with values that this version
 * accepts. Any other schedule, also one in a time zone that this runtime does not know, comes from a later
 * version or from another program. This version must not follow it as if it were its own: breaks every 0
 * minutes would be due for ever. Version 0.2 knows schedules by minutes only.
 */
export function isSchedule(value: unknown): value is Schedule {
  if (hasExactly(value, ['every_minutes', ...FIELDS]))
    return isInBounds(value.every_minutes, 'every_minutes') && hasUsableFields(value);
  if (!hasExactly(value, ['at', 'time_zone', ...FIELDS])) return false;
  const { at, time_zone } = value;
  const isTime = (time: unknown) => typeof time === 'string' && TIME_OF_DAY.test(time);
  const hasTimes = Array.isArray(at) && at.length > 0 && at.every(isTime);
  return hasTimes && isTimeZone(time_zone) && hasUsableFields(value);
}

function hasUsableFields({
  duration_minutes,
  warn_seconds,
  mode,
  language,
}: Record<(typeof FIELDS)[number], unknown>) {
  return (
    isInBounds(duration_minutes, 'duration_minutes') &&
    isInBounds(warn_seconds, 'warn_seconds') &&
    scheduleModes.some((known) => known === mode) &&
    languages.some((known) => known === language)
  );
}

/** Whether a value is an object with exactly these fields. */
export function hasExactly<K extends string>(
  value: unknown,
  names: readonly K[],
): value is Record<K, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === names.length && names.every((name) => name in value);
}
