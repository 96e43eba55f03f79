import { describe, expect, it } from '@jest/globals';
import { lastTime, nextTime, shortestGap } from './clock-times.js';
import { firstMomentOf, isTimeZone, localTime } from './time-zone.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2024, 0, 1);
const UNTIL = Date.UTC(2031, 0, 1);

/** The offset of a zone in ms, read another way than the code does: by its name, `GMT+09:00`. */
function offsetsOf(zone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
    year: 'numeric',
  });
  return (moment) => {
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(moment)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE);
  };
}

/** All moments at which the clocks of a zone change. No zone changes them twice in three days. */
function changesOf(offset: (moment: number) => number): number[] {
  const changes: number[] = [];
  let last = offset(FROM);
  for (let since = FROM; since < UNTIL; since += 3 * DAY) {
    let [before, after] = [since, since + 3 * DAY];
    const earlier = last;
    last = offset(after);
    if (earlier === last) continue;
    while (after - before > 1000) {
      const middle = before + Math.floor((after - before) / 2000) * 1000;
      if (offset(middle) === earlier) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}

const zones = Intl.supportedValuesOf('timeZone');

describe('times of the day', () => {
  it('come once each day, in every zone, through every change of its clocks from 2024 to 2030', () => {
    const seen = new Set<string>();
    let changes = 0;
    let times = 0;
    for (const zone of zones) {
      const offset = offsetsOf(zone);
      const local = (moment: number) => moment + offset(moment);
      for (const change of changesOf(offset)) {
        changes++;
        expect(localTime(zone, change - 1) - change + 1).toBe(offset(change - 1));
        expect(localTime(zone, change) - change).toBe(offset(change));
        // Zones that change their clocks alike are looked at once.
        const alike = `${change} ${offset(change - 1)} ${offset(change)}`;
        if (seen.has(alike)) continue;
        seen.add(alike);
        // Local times around the change, including those that are skipped or come twice.
        const [skippedFrom, skippedTo] = [local(change - 1) + 1, local(change)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const middle = skippedFrom + Math.floor((skippedTo - skippedFrom) / 2 / MINUTE) * MINUTE;
        const wanted = [
          skippedFrom - HOUR,
          skippedFrom - MINUTE,
          skippedFrom,
          middle,
          skippedTo,
          skippedTo + MINUTE,
        ];
        const moments = wanted.map((time) => firstMomentOf(zone, time));
        moments.forEach((moment, i) => {
          times++;
          const time = wanted[i] ?? NaN;
          // It was reached, it was not reached just before, nor before the clocks changed.
          const isReached = local(moment) >= time;
          const isFirst = moment === change || local(moment - 1) < time;
          const wasNotReached = moment < change || local(change - 1) < time;
          if (!isReached || !isFirst || !wasNotReached)
            throw new Error(
              `${new Date(time).toISOString()} in ${zone} came at ${new Date(moment).toISOString()}`,
            );
        });

        // A plan that has three of these times of the day has them that day, each once, and no other.
        const clock = (time: number) => new Date(time).toISOString().slice(11, 16);
        const plan = {
          at: [...new Set([skippedFrom - HOUR, middle, skippedTo + MINUTE].map(clock))].sort(),
          time_zone: zone,
        };
        const from = change - 30 * HOUR;
        const come: number[] = [];
        for (let now = from; ;) {
          now = Date.parse(nextTime(plan, new Date(now).toISOString()));
          if (now > change + 30 * HOUR) break;
          come.push(now);
        }
        const startOfDay = Math.floor(local(change) / DAY) * DAY;
        const all = [-3, -2, -1, 0, 1, 2].flatMap((day) =>
          plan.at.map((time) =>
            firstMomentOf(zone, startOfDay + day * DAY + Date.parse(`1970-01-01T${time}:00Z`)),
          ),
        );
        const expected = [...new Set(all)].sort((a, b) => a - b);
        expect(come).toEqual(expected.filter((moment) => moment > from && moment <= change + 30 * HOUR));
        expect(lastTime(plan, new Date(change + DAY).toISOString())).toBe(
          new Date(expected.findLast((moment) => moment <= change + DAY) ?? NaN).toISOString(),
        );
      }
    }
    console.log(
      `${zones.length} zones, ${changes} changes of their clocks (${seen.size} different), ${times} times around them`,
    );
    expect(zones.length).toBeGreaterThan(400);
    expect(changes).toBeGreaterThan(1500);
    expect(seen.size).toBeGreaterThan(250);
    expect(times).toBe(seen.size * 6);
  });

  it('are those of the clocks on the wall on every other day', () => {
    for (const zone of zones) {
      const plan = { at: ['00:00', '10:30'], time_zone: zone };
      const next = nextTime(plan, '2026-06-10T09:17:00.000Z');
      expect(plan.at).toContain(new Date(localTime(zone, Date.parse(next))).toISOString().slice(11, 16));
      expect(Date.parse(next) - Date.parse('2026-06-10T09:17:00.000Z')).toBeLessThanOrEqual(13.5 * HOUR);
    }
  });

  it.each([
    ['skipped', 'Europe/Berlin', '02:30', '2026-03-28T23:00:00.000Z', '2026-03-29T01:00:00.000Z'],
    ['twice', 'America/New_York', '01:30', '2026-11-01T04:00:00.000Z', '2026-11-01T05:30:00.000Z'],
    ['twice, over', 'America/New_York', '01:30', '2026-11-01T05:30:00.000Z', '2026-11-02T06:30:00.000Z'],
    [
      'by half an hour',
      'Australia/Lord_Howe',
      '02:15',
      '2026-10-03T12:00:00.000Z',
      '2026-10-03T15:30:00.000Z',
    ],
    [
      'on a day that was skipped',
      'Pacific/Apia',
      '10:00',
      '2011-12-30T09:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
    ],
    ['on a leap day', 'Asia/Tokyo', '10:00', '2028-02-28T12:00:00.000Z', '2028-02-29T01:00:00.000Z'],
  ])('come at the right moment: %s', (_, time_zone, time, after, expected) => {
    expect(nextTime({ at: [time], time_zone }, after)).toBe(expected);
  });

  it('are as far apart as they are over midnight', () => {
    expect(shortestGap(['23:50', '00:10'].sort())).toBe(20);
    expect(shortestGap(['10:00'])).toBe(1440);
    expect(shortestGap(['10:00', '10:20', '15:00'])).toBe(20);
  });

  it.each(['Asia/Tokyo', 'asia/tokyo', 'UTC', 'Etc/GMT+9', 'America/Argentina/Buenos_Aires'])(
    'know %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['Mars/Base', '+09:00', '', 'x'.repeat(65), '../etc', 'Asia/Tokyo\n', 9, null])(
    'do not know %j',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});
