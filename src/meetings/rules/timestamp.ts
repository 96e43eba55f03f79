/** RFC 3339 in UTC with milliseconds, e.g. `2025-10-17T10:30:00.000Z`. Of this one form, so they compare as texts. */
export type Timestamp = string;

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
