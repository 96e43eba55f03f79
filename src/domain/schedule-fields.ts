import { languages, type Language } from './texts.js';

/**
 * `suggest`: members are told that it is time, and a leader calls the break. `auto`: the break begins by
 * itself.
 */
export const scheduleModes = ['suggest', 'auto'] as const;

/**
 * The schedule of a meeting's breaks (docs/protocol.md), in the shape that clients send and receive.
 * A break is planned `every_minutes` after the start of the meeting or the end of the last break. At that
 * time, `auto` begins the break and `suggest` only announces it.
 */
export interface Schedule {
  readonly every_minutes: number;
  readonly duration_minutes: number;
  readonly mode: (typeof scheduleModes)[number];
  /** Time between the warning and the break; 0 = no warning. */
  readonly warn_seconds: number;
  /** Language of the default texts. */
  readonly language: Language;
}

/**
 * Whether a stored value is a schedule of this version: exactly these fields.
 * A schedule with other fields comes from a later version. This version must not follow such a schedule as if
 * it were its own.
 */
export function isSchedule(value: unknown): value is Schedule {
  if (!hasExactly(value, ['every_minutes', 'duration_minutes', 'mode', 'warn_seconds', 'language']))
    return false;
  const { every_minutes, duration_minutes, mode, warn_seconds, language } = value;
  return (
    [every_minutes, duration_minutes, warn_seconds].every((number) => Number.isFinite(number)) &&
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
