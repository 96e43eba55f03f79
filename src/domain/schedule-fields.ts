import { languages, type Language } from './texts.js';

/** `suggest`: members hear that it is time, and a leader calls the break. `auto`: it begins by itself. */
export const scheduleModes = ['suggest', 'auto'] as const;

/**
 * How often a meeting pauses by itself (contract §7), in the shape clients send and get it. A break is planned for so many
 * minutes after the meeting started or the last break ended. When it is time, `auto` begins it and `suggest` only says so.
 */
export interface Schedule {
  readonly every_minutes: number;
  readonly duration_minutes: number;
  readonly mode: (typeof scheduleModes)[number];
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
    scheduleModes.some((known) => known === mode) &&
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
