import { describe, expect, it } from '@jest/globals';
import {
  after,
  at,
  happens,
  none,
  onBreak,
  passes,
  running,
  timed,
  ZERO,
} from '../../test/support/meetings.js';
import { decide } from './decide.js';
import { due, dueAt } from './due.js';
import { evolve } from './evolve.js';
import type { Command } from './commands.js';
import type { Meeting } from './meeting.js';
import type { Schedule } from './schedule-fields.js';
import { MeetingNotFound, NoPlannedBreak, SnoozedEnough, SnoozeTooLong } from './refusals.js';
import type { Timestamp } from './timestamp.js';

describe('a schedule', () => {
  const schedule = {
    every_minutes: 50,
    duration_minutes: 10,
    mode: 'auto',
    warn_seconds: 60,
    language: 'ja',
  } as const;
  const set = (meeting: Meeting, now = at(0), with_: Partial<Schedule> = {}) =>
    after(meeting, { type: 'set_schedule', schedule: { ...schedule, ...with_ } }, now);
  const auto = set(running);
  const suggest = set(running, at(0), { mode: 'suggest' });
  const next = ({ plan }: Meeting) => plan?.nextBreakAt;
  const passed = (meeting: Meeting, now: Timestamp) => due(meeting, now).reduce(evolve, meeting);

  it('counts work from the start or the last break, and begins no break without a warning', () => {
    expect(next(auto)).toBe(at(3000));
    expect(next(set(running, at(3500)))).toBe(at(3560));
    expect(next(set(running, at(3500), { warn_seconds: 300 }))).toBe(at(3800));
    expect(next(set(timed, at(100)))).toBeNull();
    expect(next(passed(set(timed, at(100)), at(600)))).toBe(at(3600));
    expect(next(after(set(onBreak), { type: 'resume' }, at(700)))).toBe(at(3700));
  });

  it('warns of the break, begins it, ends it, and plans the next one', () => {
    expect(dueAt(auto)).toBe(at(2940));
    expect(passes(auto, at(2940))).toEqual(['rest_upcoming']);
    const warned = passed(auto, at(2940));
    expect(dueAt(warned)).toBe(at(3000));
    expect(due(warned, at(3000))).toMatchObject([
      {
        event: 'rest_required',
        timestamp: at(3000),
        duration_seconds: 600,
        ends_at: at(3600),
        message: '休憩時間です',
      },
    ]);
    const onIt = passed(warned, at(3000));
    expect(dueAt(onIt)).toBe(at(3540));
    expect(next(passed(onIt, at(3600)))).toBe(at(6600));
  });

  it('omits the warning if it is set to none', () => {
    expect(dueAt(set(running, at(0), { warn_seconds: 0 }))).toBe(at(3000));
  });

  it('begins a break at its planned time, even if it is settled later', () => {
    expect(due(auto, at(3300))).toMatchObject([
      { event: 'rest_required', timestamp: at(3000), ends_at: at(3600), rest_id: String(ZERO + 3_000_000) },
    ]);
    expect(passes(auto, at(3550))).toEqual(['rest_required', 'rest_ending_soon']);
  });

  it.each([
    ['auto', auto],
    ['suggest', suggest],
  ])('is settled in one step after hours without activity, and omits the missed breaks: %s', (_, meeting) => {
    const night = at(14 * 3600);
    expect(due(meeting, night)).toMatchObject([
      { event: 'schedule_changed', reason: 'slept', next_rest_at: at(14 * 3600 + 3000) },
    ]);
    expect(passed(meeting, night).workingSince).toBe(night);
    const asleep = passed(passed(meeting, at(2950)), at(3000));
    expect(due(asleep, night).length).toBeLessThanOrEqual(2);
    expect(due(asleep, night).at(-1)).toMatchObject({ reason: 'slept' });
  });

  it('suggests a break, and the next one if nobody answers', () => {
    const suggested = passed(passed(suggest, at(2950)), at(3000));
    expect(due(passed(suggest, at(2950)), at(3000))).toMatchObject([
      { event: 'rest_suggested', timestamp: at(3000), duration_minutes: 10, next_rest_at: at(6000) },
    ]);
    expect(suggested.currentBreak).toBeNull();
    expect(passes(passed(suggested, at(5940)), at(6000))).toEqual(['rest_suggested']);
    expect(next(after(suggested, { type: 'rest', durationSeconds: 600 }, at(3010)))).toBeNull();
  });

  it('can be snoozed twice per break at most', () => {
    const once = after(auto, { type: 'snooze', minutes: 5 }, at(2950));
    expect(next(once)).toBe(at(3300));
    expect(dueAt(once)).toBe(at(3240));
    const twice = after(once, { type: 'snooze', minutes: 5 }, at(2960));
    expect(next(twice)).toBe(at(3600));
    expect(() => after(twice, { type: 'snooze', minutes: 5 }, at(2970))).toThrow(SnoozedEnough);
    const later = passed(passed(twice, at(3600)), at(4200));
    expect(next(after(later, { type: 'snooze', minutes: 5 }, at(4300)))).toBe(at(4200 + 3300));
  });

  it('repeats a suggestion that was snoozed, and counts the snooze', () => {
    const suggested = passed(passed(suggest, at(2950)), at(3000));
    const once = after(suggested, { type: 'snooze', minutes: 5 }, at(3030));
    expect(next(once)).toBe(at(3330));
    const again = passed(passed(once, at(3300)), at(3330));
    const twice = after(again, { type: 'snooze', minutes: 5 }, at(3340));
    const thrice = passed(passed(twice, at(3600)), at(3640));
    expect(() => after(thrice, { type: 'snooze', minutes: 5 }, at(3650))).toThrow(SnoozedEnough);
    const nextOne = passed(passed(thrice, at(6600)), at(6640));
    expect(nextOne.plan).toMatchObject({ suggested: true, snoozes: 0 });
  });

  it('omits a skipped break', () => {
    expect(next(after(auto, { type: 'skip' }, at(10)))).toBe(at(6000));
    const suggested = passed(passed(suggest, at(2950)), at(3000));
    expect(next(after(suggested, { type: 'skip' }, at(3010)))).toBe(at(6000));
  });

  it('ends when a leader removes it, and when the meeting ends', () => {
    expect(dueAt(after(auto, { type: 'remove_schedule' }))).toBeNull();
    expect(happens(running, { type: 'remove_schedule' })).toEqual([]);
    expect(after(auto, { type: 'start' }).plan).toBeNull();
    expect(after(auto, { type: 'end' }).plan).toBeNull();
  });

  it.each<[string, Meeting, Command, unknown]>([
    ['for a meeting that is none', none, { type: 'set_schedule', schedule }, MeetingNotFound],
    ['snooze without a schedule', running, { type: 'snooze', minutes: 5 }, NoPlannedBreak],
    ['skip during a break', set(onBreak), { type: 'skip' }, NoPlannedBreak],
  ])('is refused: %s', (_, meeting, command, refusal) => {
    expect(() => decide(meeting, command, at(0), 'new')).toThrow(refusal);
  });

  it.each([
    ['over midnight', '2025-10-17T23:30:00.000Z'],
    ['while clocks go forward in Europe', '2025-03-30T00:30:00.000Z'],
    ['while clocks go back in New York', '2025-11-02T05:30:00.000Z'],
    ['over a leap day', '2028-02-28T23:45:00.000Z'],
  ])('counts elapsed minutes, %s', (_, from) => {
    const minutes = (count: number) => new Date(Date.parse(from) + count * 60_000).toISOString();
    const meeting = set(after(none, { type: 'start' }, from), from);
    expect(next(meeting)).toBe(minutes(50));
    const onIt = passed(passed(meeting, minutes(49)), minutes(50));
    expect(next(passed(onIt, minutes(60)))).toBe(minutes(110));
  });
});

describe('a schedule by the clock', () => {
  // The meeting begins at 10:30 UTC: 19:30 in Tokyo.
  const schedule = {
    at: ['19:45', '20:30', '21:15'],
    time_zone: 'Asia/Tokyo',
    duration_minutes: 10,
    mode: 'auto',
    warn_seconds: 60,
    language: 'ja',
  } as const;
  const set = (meeting: Meeting, now = at(0), with_: Partial<typeof schedule> | { mode: 'suggest' } = {}) =>
    after(meeting, { type: 'set_schedule', schedule: { ...schedule, ...with_ } }, now);
  const next = ({ plan }: Meeting) => plan?.nextBreakAt;
  const passed = (meeting: Meeting, now: Timestamp) => due(meeting, now).reduce(evolve, meeting);
  const MIN = 60;
  const auto = set(running);

  it('has its breaks at these times, each once, whatever happens between them', () => {
    expect(next(auto)).toBe(at(15 * MIN));
    expect(dueAt(auto)).toBe(at(14 * MIN));
    const onIt = passed(passed(auto, at(14 * MIN)), at(15 * MIN));
    expect(onIt.currentBreak).toMatchObject({ startedAt: at(15 * MIN), endsAt: at(25 * MIN) });
    expect(next(passed(onIt, at(25 * MIN)))).toBe(at(60 * MIN));
    const called = after(auto, { type: 'rest', durationSeconds: 1200 }, at(10 * MIN));
    expect(next(passed(called, at(30 * MIN)))).toBe(at(60 * MIN));
  });

  it('comes at once when it is set shortly before, and members hear it', () => {
    expect(passes(set(running, at(15 * MIN - 1)), at(15 * MIN - 1))).toEqual(['rest_upcoming']);
    expect(next(set(running, at(15 * MIN)))).toBe(at(60 * MIN));
  });

  it('goes on in the next day', () => {
    expect(next(set(running, at(3 * 3600)))).toBe(at(24 * 3600 + 15 * MIN));
  });

  it('survives a start, and not an end', () => {
    expect(happens(auto, { type: 'start' }, at(20 * MIN))).toEqual(['meeting_started', 'schedule_changed']);
    expect(next(after(auto, { type: 'start' }, at(20 * MIN)))).toBe(at(60 * MIN));
    expect(after(auto, { type: 'end' }).plan).toBeNull();
  });

  it('is put off until shortly before the next one, from where it was and from where it was put', () => {
    const once = after(auto, { type: 'snooze', minutes: 40 }, at(10 * MIN));
    expect(next(once)).toBe(at(55 * MIN));
    expect(() => after(once, { type: 'snooze', minutes: 5 }, at(10 * MIN))).toThrow(SnoozeTooLong);
    expect(next(after(once, { type: 'snooze', minutes: 4 }, at(10 * MIN)))).toBe(at(59 * MIN));
    expect(next(after(once, { type: 'skip' }, at(10 * MIN)))).toBe(at(60 * MIN));
    const suggested = passed(passed(set(running, at(0), { mode: 'suggest' }), at(14 * MIN)), at(15 * MIN));
    expect(suggested.plan).toMatchObject({ suggested: true, nextBreakAt: at(60 * MIN) });
    expect(() => after(suggested, { type: 'snooze', minutes: 45 }, at(15 * MIN))).toThrow(SnoozeTooLong);
    expect(next(after(suggested, { type: 'snooze', minutes: 44 }, at(15 * MIN)))).toBe(at(59 * MIN));
  });

  it('that nobody looked at for hours goes on with the next time', () => {
    expect(due(auto, at(40 * MIN))).toMatchObject([{ reason: 'slept', next_rest_at: at(60 * MIN) }]);
  });

  it('says how long a stretch becomes, and a preset whether that is within its guideline', () => {
    const told = (meeting: Meeting, command: Command, now = at(0)) =>
      decide(meeting, command, now, 'new').at(-1);
    expect(told(auto, { type: 'skip' })).toMatchObject({
      preset: null,
      stretch_minutes: 60,
      within_guideline: null,
    });
    const uk = {
      every_minutes: 50,
      duration_minutes: 5,
      mode: 'auto',
      warn_seconds: 60,
      language: 'en',
    } as const;
    const set_: Command = { type: 'set_schedule', schedule: uk };
    expect(told(running, set_)).toMatchObject({
      preset: 'uk-hse',
      stretch_minutes: 50,
      within_guideline: true,
    });
    const planned = after(running, set_);
    expect(told(planned, { type: 'snooze', minutes: 5 })).toMatchObject({
      stretch_minutes: 55,
      within_guideline: false,
    });
    expect(told(onBreak, set_)).toMatchObject({ stretch_minutes: 50, within_guideline: true });
    expect(told(planned, { type: 'remove_schedule' })).toMatchObject({ preset: null, stretch_minutes: null });
  });
});
