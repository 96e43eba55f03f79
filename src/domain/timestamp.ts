/**
 * RFC 3339 in UTC with milliseconds, e.g. `2025-10-17T10:30:00.000Z`.
 * All timestamps have this one form, so comparing them as strings orders them by time.
 */
export type Timestamp = string;

/**
 * Parses a time that another program wrote; `null` = not a time.
 * Python's `isoformat()` omits the zone and writes six decimals. A time without a zone is taken as UTC.
 */
export function timestampOf(text: unknown): Timestamp | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/.exec(
    typeof text === 'string' ? text : '',
  );
  if (!match) return null;
  const [, date, time, fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/**
 * Parses a time of RFC 3339, which names its offset; `null` = not one.
 * `Date.parse` takes February 30 for March 2.
 */
export function timeWithOffset(text: unknown): Timestamp | null {
  const [, date] =
    /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i.exec(
      typeof text === 'string' ? text : '',
    ) ?? [];
  if (date === undefined) return null;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
  return exists ? timestampOf(String(text).toUpperCase()) : null;
}

/** Whether a value is a {@link Timestamp}: exactly this form, and a time that exists. */
export function isTimestamp(value: unknown): value is Timestamp {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

export function isTimeOrNull(value: unknown): value is Timestamp | null {
  return value === null || isTimestamp(value);
}

export function later(time: Timestamp, seconds: number): Timestamp {
  return new Date(Date.parse(time) + seconds * 1000).toISOString();
}

export function latest(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b;
}

/** Whole seconds from `from` to `to`, rounded up. */
export function secondsBetween(from: Timestamp, to: Timestamp): number {
  return Math.ceil(millisecondsBetween(from, to) / 1000);
}

/** Milliseconds from `from` to `to`; 0 when the clock was set back in between. */
export function millisecondsBetween(from: Timestamp, to: Timestamp): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}
