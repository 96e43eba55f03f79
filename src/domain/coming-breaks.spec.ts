import { describe, expect, it } from '@jest/globals';
import { after, at, none, onBreak, running, timed } from '../../test/support/meetings.js';
import { comingBreaks } from './coming-breaks.js';
import { due } from './due.js';
import { evolve } from './evolve.js';
import type { Meeting } from './meeting.js';
import type { Schedule } from './schedule-fields.js';
import type { Timestamp } from './timestamp.js';

const MIN = 60;
const common = { duration_minutes: 10, mode: 'auto', warn_seconds: 60, language: 'ja' } as const;
const byMinutes = { every_minutes: 50, ...common };
// The meeting begins at 10:30 UTC: 19:30 in Tokyo.
const byClock = { at: ['19:45', '20:30'], time_zone: 'Asia/Tokyo', ...common };

const set = (meeting: Meeting, schedule: Schedule, now = at(0)) =>
  after(meeting, { type: 'set_schedule', schedule }, now);
const passed = (meeting: Meeting, now: Timestamp) => due(meeting, now).reduce(evolve, meeting);
const starts = (meeting: Meeting, now = at(0)) => comingBreaks(meeting, now).map(({ startsAt }) => startsAt);
const ids = (meeting: Meeting, now = at(0)) => comingBreaks(meeting, now).map(({ id }) => id);

describe('the breaks of the next 24 hours', () => {
  it('are none without a plan or a meeting', () => {
    for (const meeting of [none, running, timed, onBreak]) expect(starts(meeting)).toEqual([]);
  });

  it('come by minutes, each after the end of the one before', () => {
    const breaks = comingBreaks(set(running, byMinutes), at(0));
    expect(breaks[0]).toMatchObject({ startsAt: at(50 * MIN), endsAt: at(60 * MIN) });
    expect(breaks.map(({ startsAt }) => startsAt)).toEqual(
      Array.from({ length: 24 }, (_, hour) => at((hour * 60 + 50) * MIN)),
    );
  });

  it('come by the clock, each day', () => {
    const day = 24 * 60 * MIN;
    const meeting = set(running, byClock);
    expect(starts(meeting)).toEqual([at(15 * MIN), at(60 * MIN)]);
    expect(starts(set(running, byClock, at(20 * MIN)), at(20 * MIN))).toEqual([
      at(60 * MIN),
      at(day + 15 * MIN),
    ]);
  });

  it.each([
    ['2025-03-29T12:00:00.000Z', '2025-03-30T01:00:00.000Z', 'skip: the first moment after'],
    ['2025-10-25T12:00:00.000Z', '2025-10-26T00:30:00.000Z', 'have twice: once'],
  ])('come once at a time that the clocks change: %s', (start, expected) => {
    const meeting = after(none, { type: 'start' }, start);
    const plan = { ...byClock, at: ['02:30'], time_zone: 'Europe/Berlin' };
    expect(starts(set(meeting, plan, start), start)).toEqual([expected]);
  });

  it('begin with the current break, if its end is known', () => {
    const onIt = passed(set(running, byMinutes), at(50 * MIN));
    expect(starts(onIt, at(55 * MIN)).slice(0, 2)).toEqual([at(50 * MIN), at(110 * MIN)]);
    const extended = after(onIt, { type: 'extend', seconds: 300 }, at(55 * MIN));
    expect(comingBreaks(extended, at(55 * MIN))[0]).toMatchObject({ endsAt: at(65 * MIN) });
    expect(starts(extended, at(55 * MIN))[1]).toBe(at(115 * MIN));
    expect(starts(set(onBreak, byMinutes))).toEqual([]);
    expect(starts(set(onBreak, byClock))).toEqual([at(15 * MIN), at(60 * MIN)]);
  });

  it.each([
    ['minutes', byMinutes, 50],
    ['the clock', byClock, 15],
  ])('keep their ids by %s: put off, begun, over and read again', (_, schedule, first) => {
    const meeting = set(running, schedule);
    const before = ids(meeting);
    expect(new Set(before).size).toBe(before.length);
    const putOff = after(meeting, { type: 'snooze', minutes: 5 }, at(MIN));
    expect(ids(putOff, at(MIN)).slice(0, 2)).toEqual(before.slice(0, 2));
    const onIt = passed(meeting, at(first * MIN));
    expect(ids(onIt, at(first * MIN)).slice(0, 2)).toEqual(before.slice(0, 2));
    const over = passed(onIt, at((first + 10) * MIN));
    expect(ids(over, at((first + 10) * MIN))[0]).toBe(before[1]);
  });

  it('by the clock keep their ids when one is skipped, and when a leader calls another', () => {
    const meeting = set(running, byClock);
    const [first, second] = ids(meeting);
    expect(ids(after(meeting, { type: 'skip' }, at(MIN)), at(MIN))[0]).toBe(second);
    const called = after(meeting, { type: 'rest', durationSeconds: 120 }, at(MIN));
    expect(ids(called, at(2 * MIN))).toEqual([
      expect.not.stringMatching(`^(${first}|${second})$`),
      first,
      second,
    ]);
  });

  it('by minutes have other ids after a new start', () => {
    const again = after(set(running, byMinutes), { type: 'start' }, at(100));
    const known = ids(set(running, byMinutes));
    for (const id of ids(set(again, byMinutes, at(100)), at(100))) expect(known).not.toContain(id);
  });
});
