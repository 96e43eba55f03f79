/** The local times of IANA time zones, from the runtime's own data (`Intl`). */

const HOUR = 3_600_000;

/**
 * Milliseconds around a local time, read as UTC, between which its moment lies in every zone: zones range
 * from UTC-12 to UTC+14.
 */
const BEFORE = 15 * HOUR;
const AFTER = 13 * HOUR;

const NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

/** Maximum number of zones whose formatters are kept: each takes some 50 KB, and clients choose the names. */
const MAX_KEPT = 50;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether the runtime knows the time zone of this name. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || !NAME.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The local time at a moment, as the milliseconds that the same date and time would be in UTC. */
export function localTime(zone: string, moment: number): number {
  const parts = formatterOf(zone).formatToParts(moment);
  const read = (wanted: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find(({ type }) => type === wanted)?.value);
  return Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
    moment % 1000,
  );
}

/**
 * The first moment whose local time is `local` or later.
 * So a time that the clocks skip happens at the first moment after the gap, and a time that comes twice
 * happens the first time. It assumes that clocks change at most once in 28 hours, and on a whole second.
 */
export function firstMomentOf(zone: string, local: number): number {
  const offsetAt = (moment: number) => localTime(zone, moment) - moment;
  let before = local - BEFORE;
  let after = local + AFTER;
  const early = offsetAt(before);
  const late = offsetAt(after);
  if (early === late) return local - early;
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (offsetAt(middle) === early) before = middle;
    else after = middle;
  }
  // The clocks change at `after`.
  return local - early < after ? local - early : Math.max(local - late, after);
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const kept = formatters.get(zone);
  if (kept) return kept;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const [oldest] = formatters.keys();
  if (formatters.size >= MAX_KEPT && oldest !== undefined) formatters.delete(oldest);
  formatters.set(zone, formatter);
  return formatter;
}
