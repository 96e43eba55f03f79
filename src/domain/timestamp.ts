/** RFC 3339 in UTC with milliseconds, e.g. `2025-10-17T10:30:00.000Z`. Of this one form, so they compare as texts. */
export type Timestamp = string;

/** A time that another program wrote; `null` = none. Python's `isoformat()` leaves the zone out and has six decimals; all are UTC. */
export function timestampOf(text: unknown): Timestamp | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/.exec(
    typeof text === 'string' ? text : '',
  );
  if (!match) return null;
  const [, date, time, fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Whether a value is a {@link Timestamp}: in this one form, and a time that there is. */
export function isTimestamp(value: unknown): value is Timestamp {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

export function later(time: Timestamp, seconds: number): Timestamp {
  return new Date(Date.parse(time) + seconds * 1000).toISOString();
}

export function latest(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b;
}

/** Milliseconds from one to the other; 0 when a clock was set back in between. */
export function span(from: Timestamp, to: Timestamp): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}
