import { firstMomentOf, localTime } from './time-zone.js';
import type { Timestamp } from './timestamp.js';

/** The times of day at which breaks are planned: `"HH:MM"`, ascending, in an IANA time zone. */
export interface ClockTimes {
  readonly at: readonly string[];
  readonly time_zone: string;
}

/** `"HH:MM"`. */
export const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Minutes from midnight to a time of day. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** The shortest time from one of these times to the next one, in minutes, also over midnight. */
export function shortestGap(at: readonly string[]): number {
  const minutes = at.map(minutesOf);
  const gaps = minutes.map((time, i) => (minutes[i + 1] ?? (minutes[0] ?? 0) + 1440) - time);
  return Math.min(...gaps);
}

/** The first planned moment after a time. */
export function nextTime({ at, time_zone }: ClockTimes, after: Timestamp): Timestamp {
  const moment = Date.parse(after);
  const local = localTime(time_zone, moment);
  // After a day that the clocks skipped, or times that come twice, it is the day after tomorrow.
  for (let day = startOfDay(local), tries = 3; tries > 0; day += DAY, tries--) {
    for (const time of at) {
      const planned = day + minutesOf(time) * MINUTE;
      // The local time was reached already, so the first moment of it is over.
      if (planned <= local) continue;
      const first = firstMomentOf(time_zone, planned);
      if (first > moment) return new Date(first).toISOString();
    }
  }
  throw new Error(`no time after ${after} in ${time_zone}`);
}

/** The last planned moment that is not after a time: the place in the day of a break that was put off. */
export function lastTime({ at, time_zone }: ClockTimes, until: Timestamp): Timestamp {
  const moment = Date.parse(until);
  const today = startOfDay(localTime(time_zone, moment));
  for (let day = today + DAY, tries = 4; tries > 0; day -= DAY, tries--) {
    for (const time of at.toReversed()) {
      const first = firstMomentOf(time_zone, day + minutesOf(time) * MINUTE);
      if (first <= moment) return new Date(first).toISOString();
    }
  }
  throw new Error(`no time until ${until} in ${time_zone}`);
}

function startOfDay(local: number): number {
  return Math.floor(local / DAY) * DAY;
}
