import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.js';
import { due, dueAt } from './due.js';
import { evolve } from './evolve.js';
import { notStarted, type Command, type Meeting } from './meeting.js';
import type { Notice } from './notice.js';
import type { Schedule } from './schedule-fields.js';
import { BreakTooLong, MeetingNotFound, NoPlannedBreak, NoTimedBreak, SnoozedEnough } from './refusals.js';
import type { Timestamp } from './timestamp.js';

const ZERO = Date.UTC(2025, 9, 17, 10, 30);
const at = (seconds: number): Timestamp => new Date(ZERO + seconds * 1000).toISOString();

const after = (meeting: Meeting, command: Command, now = at(0)) =>
  decide(meeting, command, now, 'new').reduce(evolve, meeting);
const happens = (meeting: Meeting, command: Command, now = at(0)) =>
  decide(meeting, command, now, 'new').map((notice) =>
    notice.event === 'rest_ended' ? `${notice.event}: ${notice.reason}` : notice.event,
  );
const passes = (meeting: Meeting, now: Timestamp) => due(meeting, now).map(({ event }) => event);

const none = notStarted('abc');
const running = after(none, { type: 'start' });
const onBreak = after(running, { type: 'rest', message: 'tea' });
const timed = after(running, { type: 'rest', message: 'tea', durationSeconds: 600 });

describe('a meeting', () => {
  it.each<[string, Meeting, Command, string[]]>([
    ['starts', none, { type: 'start' }, ['meeting_started']],
    ['starts anew', running, { type: 'start' }, ['meeting_started']],
    ['starts anew during a break', onBreak, { type: 'start' }, ['rest_ended: restarted', 'meeting_started']],
    ['is started by a break', none, { type: 'rest', message: 'x' }, ['meeting_started', 'rest_required']],
    ['has a break', running, { type: 'rest', message: 'x' }, ['rest_required']],
    [
      'has one break at a time',
      onBreak,
      { type: 'rest', message: 'x' },
      ['rest_ended: restarted', 'rest_required'],
    ],
    ['goes on', onBreak, { type: 'resume' }, ['rest_ended: leader']],
    ['goes on when it does already', running, { type: 'resume' }, []],
    ['has a longer break', timed, { type: 'extend', seconds: 60 }, ['rest_extended']],
    ['ends', running, { type: 'end' }, ['meeting_ended']],
    ['ends during a break', timed, { type: 'end' }, ['rest_ended: meeting_ended', 'meeting_ended']],
    ['does not end twice', none, { type: 'end' }, []],
  ])('%s', (_, meeting, command, expected) => {
    expect(happens(meeting, command)).toEqual(expected);
  });

  it.each<[string, Meeting, Command, unknown]>([
    ['resume nothing', none, { type: 'resume' }, MeetingNotFound],
    ['extend nothing', none, { type: 'extend', seconds: 60 }, MeetingNotFound],
    ['extend no break', running, { type: 'extend', seconds: 60 }, NoTimedBreak],
    ['extend a break without an end', onBreak, { type: 'extend', seconds: 60 }, NoTimedBreak],
    ['extend beyond a day', timed, { type: 'extend', seconds: 85_801 }, BreakTooLong],
  ])('refuses to %s', (_, meeting, command, refusal) => {
    expect(() => decide(meeting, command, at(0), 'new')).toThrow(refusal);
  });

  it('starts from now on, with no break', () => {
    expect(after(timed, { type: 'start' }, at(60))).toEqual(after(none, { type: 'start' }, at(60)));
  });

  it('leaves nothing behind but its history when it ends', () => {
    const { history, ...rest } = after(timed, { type: 'end' }, at(60));
    expect({ ...rest, history: none.history }).toEqual(none);
    expect(history).toMatchObject({ startedAt: at(0), endedAt: at(60), breaks: 1, pauseMs: 60_000 });
  });
});

describe('a break with an end', () => {
  it('is announced with it', () => {
    expect(decide(running, { type: 'rest', message: 'tea', durationSeconds: 600 }, at(1), 'r')).toEqual([
      {
        event: 'rest_required',
        meeting_id: 'abc',
        message: 'tea',
        timestamp: at(1),
        message_code: 'custom',
        language: 'ja',
        rest_id: 'r',
        duration_seconds: 600,
        ends_at: at(601),
      },
    ]);
  });

  it('is about to end a minute before, and then ends, at its time whoever looks when', () => {
    expect(dueAt(timed)).toBe(at(540));
    expect(passes(timed, at(539.999))).toEqual([]);
    expect(passes(timed, at(540))).toEqual(['rest_ending_soon']);
    const warned = due(timed, at(541)).reduce(evolve, timed);
    expect(dueAt(warned)).toBe(at(600));
    expect(passes(warned, at(599.999))).toEqual([]);
    expect(due(warned, at(600))).toEqual(due(warned, at(9999)));
    expect(due(warned, at(9999))).toEqual([
      {
        event: 'rest_ended',
        meeting_id: 'abc',
        timestamp: at(600),
        rest_id: 'new',
        reason: 'timer',
        next_rest_at: null,
        message: '休憩は終わりです',
      },
    ]);
  });

  it('that nobody looked at does not warn of the past', () => {
    expect(passes(timed, at(9999))).toEqual(['rest_ended']);
  });

  it.each([
    [179, false],
    [180, true],
  ])('of %i s is warned of: %s', (durationSeconds, warned) => {
    const meeting = after(running, { type: 'rest', message: 'x', durationSeconds });
    expect(dueAt(meeting)).toBe(at(warned ? durationSeconds - 60 : durationSeconds));
  });

  it('is warned of again when it was extended', () => {
    const warned = due(timed, at(550)).reduce(evolve, timed);
    const extended = after(warned, { type: 'extend', seconds: 300 }, at(560));
    expect(extended.rest).toMatchObject({ durationSeconds: 900, endsAt: at(900), warnAt: at(840) });
  });

  it('without an end is never due', () => {
    expect(dueAt(onBreak)).toBeNull();
    expect(passes(onBreak, at(1e9))).toEqual([]);
  });
});

describe('texts that nobody wrote', () => {
  it.each([
    ['ja', '休憩時間です', 'まもなく休憩が終わります'],
    ['en', 'Time for a break', 'The break is about to end'],
  ] as const)('are in the language of the break: %s', (language, text, soon) => {
    const meeting = after(none, { type: 'rest', durationSeconds: 600, language });
    expect(meeting.rest?.message).toBe(text);
    expect(due(meeting, at(540))).toMatchObject([{ message: soon }]);
  });

  it('are told from those that somebody did', () => {
    const codes = (command: Command) =>
      decide(running, command, at(0), 'r').map((notice) => 'message_code' in notice && notice.message_code);
    expect(codes({ type: 'rest' })).toEqual(['default']);
    expect(codes({ type: 'rest', message: '休憩時間です' })).toEqual(['custom']);
  });
});

describe('everyone is back', () => {
  const back = (meeting: Meeting, restId = 'new') => happens(meeting, { type: 'all_back', restId });

  it('once per break, also when it is over', () => {
    expect(back(timed)).toEqual(['all_back']);
    expect(back(after(timed, { type: 'resume' }))).toEqual(['all_back']);
    expect(back(after(timed, { type: 'all_back', restId: 'new' }))).toEqual([]);
  });

  it('from that break only', () => {
    expect(back(timed, 'another')).toEqual([]);
    expect(back(running)).toEqual([]);
    expect(back(after(timed, { type: 'start' }))).toEqual([]);
  });
});

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
  const next = ({ plan }: Meeting) => plan?.nextRestAt;
  const passed = (meeting: Meeting, now: Timestamp) => due(meeting, now).reduce(evolve, meeting);

  it('counts work from the start or the last break, and springs no break on anyone', () => {
    expect(next(auto)).toBe(at(3000));
    expect(next(set(running, at(3500)))).toBe(at(3560));
    expect(next(set(running, at(3500), { warn_seconds: 300 }))).toBe(at(3800));
    expect(next(set(timed, at(100)))).toBeNull();
    expect(next(passed(set(timed, at(100)), at(600)))).toBe(at(3600));
    expect(next(after(set(onBreak), { type: 'resume' }, at(700)))).toBe(at(3700));
  });

  it('warns, begins the break by itself, ends it, and goes on', () => {
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

  it('without a warning if so wished', () => {
    expect(dueAt(set(running, at(0), { warn_seconds: 0 }))).toBe(at(3000));
  });

  it('begins at its time, also when somebody looks only later', () => {
    expect(due(auto, at(3300))).toMatchObject([
      { event: 'rest_required', timestamp: at(3000), ends_at: at(3600), rest_id: String(ZERO + 3_000_000) },
    ]);
    expect(passes(auto, at(3550))).toEqual(['rest_required', 'rest_ending_soon']);
  });

  it.each([
    ['auto', auto],
    ['suggest', suggest],
  ])(
    'that nobody looked at for hours is settled in one step, without the breaks it slept through: %s',
    (_, meeting) => {
      const night = at(14 * 3600);
      expect(due(meeting, night)).toMatchObject([
        { event: 'schedule_changed', reason: 'slept', next_rest_at: at(14 * 3600 + 3000) },
      ]);
      expect(passed(meeting, night).workingSince).toBe(night);
      const asleep = passed(passed(meeting, at(2950)), at(3000));
      expect(due(asleep, night).length).toBeLessThanOrEqual(2);
      expect(due(asleep, night).at(-1)).toMatchObject({ reason: 'slept' });
    },
  );

  it('suggests, and suggests the next one when nobody answers', () => {
    const suggested = passed(passed(suggest, at(2950)), at(3000));
    expect(due(passed(suggest, at(2950)), at(3000))).toMatchObject([
      { event: 'rest_suggested', timestamp: at(3000), duration_minutes: 10, next_rest_at: at(6000) },
    ]);
    expect(suggested.rest).toBeNull();
    expect(passes(passed(suggested, at(5940)), at(6000))).toEqual(['rest_suggested']);
    expect(next(after(suggested, { type: 'rest', durationSeconds: 600 }, at(3010)))).toBeNull();
  });

  it('is put off at most twice per break', () => {
    const once = after(auto, { type: 'snooze', minutes: 5 }, at(2950));
    expect(next(once)).toBe(at(3300));
    expect(dueAt(once)).toBe(at(3240));
    const twice = after(once, { type: 'snooze', minutes: 5 }, at(2960));
    expect(next(twice)).toBe(at(3600));
    expect(() => after(twice, { type: 'snooze', minutes: 5 }, at(2970))).toThrow(SnoozedEnough);
    const later = passed(passed(twice, at(3600)), at(4200));
    expect(next(after(later, { type: 'snooze', minutes: 5 }, at(4300)))).toBe(at(4200 + 3300));
  });

  it('suggests again what was put off, and counts that against it', () => {
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

  it('leaves out what is skipped', () => {
    expect(next(after(auto, { type: 'skip' }, at(10)))).toBe(at(6000));
    const suggested = passed(passed(suggest, at(2950)), at(3000));
    expect(next(after(suggested, { type: 'skip' }, at(3010)))).toBe(at(6000));
  });

  it('ends when it is removed, and with its meeting', () => {
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
  ])('counts minutes that passed, %s', (_, from) => {
    const minutes = (count: number) => new Date(Date.parse(from) + count * 60_000).toISOString();
    const meeting = set(after(none, { type: 'start' }, from), from);
    expect(next(meeting)).toBe(minutes(50));
    const onIt = passed(passed(meeting, minutes(49)), minutes(50));
    expect(next(passed(onIt, minutes(60)))).toBe(minutes(110));
  });
});

describe('its history', () => {
  it('adds breaks and work up, up to the last break that is over', () => {
    const one = after(after(running, { type: 'rest' }, at(600)), { type: 'resume' }, at(900));
    const two = after(after(one, { type: 'rest' }, at(1000)), { type: 'rest' }, at(1100));
    expect(two.history).toMatchObject({
      startedAt: at(0),
      breaks: 3,
      pauseMs: 400_000,
      longestStretchMs: 600_000,
    });
    expect(two.history.recent.map(({ seconds, reason }) => [seconds, reason])).toEqual([
      [300, 'leader'],
      [100, 'restarted'],
    ]);
  });

  it('stays bounded', () => {
    const busy = Array.from({ length: 120 }).reduce<Meeting>(
      (meeting) => after(meeting, { type: 'rest' }),
      running,
    );
    expect(busy.history.breaks).toBe(120);
    expect(busy.history.recent).toHaveLength(50);
  });
});

/** Whatever leaders do and however time passes. */
describe('the rules hold', () => {
  const step = fc.record({
    seconds: fc.oneof(fc.nat(5), fc.nat(700), fc.nat(20_000)),
    command: fc.oneof<fc.Arbitrary<Command | undefined>[]>(
      fc.constant(undefined),
      fc.constantFrom<Command>(
        { type: 'start' },
        { type: 'end' },
        { type: 'resume' },
        { type: 'rest' },
        { type: 'rest', message: 'x', language: 'en' },
        { type: 'skip' },
        { type: 'remove_schedule' },
      ),
      fc.integer({ min: 10, max: 86_400 }).map((durationSeconds) => ({ type: 'rest', durationSeconds })),
      fc.integer({ min: 10, max: 400 }).map((durationSeconds) => ({ type: 'rest', durationSeconds })),
      fc.integer({ min: 1, max: 86_400 }).map((seconds) => ({ type: 'extend', seconds })),
      fc.integer({ min: 1, max: 60 }).map((minutes) => ({ type: 'snooze', minutes })),
      fc.nat(40).map((i) => ({ type: 'all_back', restId: `r${i}` })),
      fc
        .record({
          every_minutes: fc.integer({ min: 1, max: 480 }),
          duration_minutes: fc.integer({ min: 1, max: 120 }),
          mode: fc.constantFrom('suggest', 'auto'),
          warn_seconds: fc.integer({ min: 0, max: 600 }),
          language: fc.constantFrom('ja', 'en'),
        })
        .map((schedule) => ({ type: 'set_schedule', schedule })),
    ),
  });

  it('one break at a time, each ended once; no end before its announcement; the log gives the state', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let meeting = none;
        let time = 0;
        const log: Notice[] = [];
        steps.forEach(({ seconds, command }, i) => {
          time += seconds;
          const overdue = due(meeting, at(time));
          expect(overdue.length).toBeLessThanOrEqual(4);
          meeting = overdue.reduce(evolve, meeting);
          log.push(...overdue);
          expect(due(meeting, at(time))).toEqual([]);
          const decided = command ? attempt(meeting, command, at(time), `r${i}`) : [];
          meeting = decided.reduce(evolve, meeting);
          log.push(...decided);
        });

        expect(log.reduce(evolve, none)).toEqual(meeting);
        let open: string | undefined;
        let last = '';
        const allBack = new Set<string>();
        for (const notice of log) {
          expect(notice.timestamp >= last).toBe(true);
          last = notice.timestamp;
          if ('ends_at' in notice && notice.ends_at !== null)
            expect(notice.ends_at > notice.timestamp).toBe(true);
          if (notice.event === 'rest_required') {
            expect(open).toBeUndefined();
            open = notice.rest_id;
          } else if (notice.event === 'all_back') {
            expect(allBack).not.toContain(notice.rest_id);
            allBack.add(notice.rest_id);
          } else if ('rest_id' in notice) {
            expect(notice.rest_id).toBe(open);
            if (notice.event === 'rest_ended') open = undefined;
          } else if (notice.event !== 'schedule_changed') {
            expect(open).toBeUndefined();
          }
        }
        expect(meeting.rest?.id).toBe(open);
        expect(meeting.workingSince === null).toBe(meeting.startedAt === null || meeting.rest !== null);
      }),
      { numRuns: 500 },
    );
  });

  function attempt(meeting: Meeting, command: Command, now: Timestamp, restId: string): readonly Notice[] {
    try {
      return decide(meeting, command, now, restId);
    } catch (refusal) {
      expect([MeetingNotFound, NoTimedBreak, BreakTooLong, NoPlannedBreak, SnoozedEnough]).toContain(
        (refusal as Error).constructor,
      );
      return [];
    }
  }
});
