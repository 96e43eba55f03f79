import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, due, dueAt, evolve, notStarted, type Command, type Meeting } from './meeting.js';
import type { Notice, Timestamp } from './notice.js';
import { BreakTooLong, MeetingNotFound, NoTimedBreak } from './refusals.js';

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
    expect(after(timed, { type: 'start' }, at(60))).toEqual({ id: 'abc', startedAt: at(60), rest: null });
  });

  it('leaves nothing behind when it ends', () => {
    expect(after(timed, { type: 'end' })).toEqual(none);
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
      { event: 'rest_ended', meeting_id: 'abc', timestamp: at(600), rest_id: 'new', reason: 'timer' },
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

/** Whatever leaders do and however time passes. */
describe('the rules hold', () => {
  const step = fc.record({
    seconds: fc.oneof(fc.nat(5), fc.nat(700)),
    command: fc.oneof<fc.Arbitrary<Command | undefined>[]>(
      fc.constant(undefined),
      fc.constantFrom<Command>(
        { type: 'start' },
        { type: 'end' },
        { type: 'resume' },
        { type: 'rest', message: 'x' },
      ),
      fc
        .integer({ min: 10, max: 86_400 })
        .map((durationSeconds) => ({ type: 'rest', message: 'x', durationSeconds })),
      fc
        .integer({ min: 10, max: 400 })
        .map((durationSeconds) => ({ type: 'rest', message: 'x', durationSeconds })),
      fc.integer({ min: 1, max: 86_400 }).map((seconds) => ({ type: 'extend', seconds })),
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
        for (const notice of log) {
          expect(notice.timestamp >= last).toBe(true);
          last = notice.timestamp;
          if ('ends_at' in notice && notice.ends_at !== null)
            expect(notice.ends_at > notice.timestamp).toBe(true);
          if (notice.event === 'rest_required') {
            expect(open).toBeUndefined();
            open = notice.rest_id;
          } else if ('rest_id' in notice) {
            expect(notice.rest_id).toBe(open);
            if (notice.event === 'rest_ended') open = undefined;
          } else {
            expect(open).toBeUndefined();
          }
        }
        expect(meeting.rest?.id).toBe(open);
      }),
      { numRuns: 500 },
    );
  });

  function attempt(meeting: Meeting, command: Command, now: Timestamp, restId: string): readonly Notice[] {
    try {
      return decide(meeting, command, now, restId);
    } catch (refusal) {
      expect([MeetingNotFound, NoTimedBreak, BreakTooLong]).toContain((refusal as Error).constructor);
      return [];
    }
  }
});
