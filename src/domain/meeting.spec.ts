import { describe, expect, it } from '@jest/globals';
import { after, at, happens, none, onBreak, passes, running, timed } from '../../test/support/meetings.js';
import { decide } from './decide.js';
import { due, dueAt } from './due.js';
import { evolve } from './evolve.js';
import type { Command } from './commands.js';
import type { Meeting } from './meeting.js';
import { BreakTooLong, BreakTooShort, InvalidField, MeetingNotFound, NoTimedBreak } from './refusals.js';

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
    ['has a shorter break', timed, { type: 'extend', seconds: -590 }, ['rest_extended']],
    ['has a break until a time', timed, { type: 'extend', endsAt: at(10) }, ['rest_extended']],
    ['gives a break an end', onBreak, { type: 'extend', endsAt: at(86_400) }, ['rest_extended']],
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
    ['give no break an end', running, { type: 'extend', endsAt: at(60) }, NoTimedBreak],
    ['end a break in a moment', timed, { type: 'extend', seconds: -591 }, BreakTooShort],
    ['end a break in the past', onBreak, { type: 'extend', endsAt: at(-60) }, BreakTooShort],
    ['end a break after a day', onBreak, { type: 'extend', endsAt: at(86_401) }, BreakTooLong],
  ])('refuses to %s', (_, meeting, command, refusal) => {
    expect(() => decide(meeting, command, at(0), 'new')).toThrow(refusal);
  });

  it('starts now, without a break', () => {
    const anew = after(timed, { type: 'start' }, at(60));
    // Only the totals of the run before are left.
    expect(anew.history.runs).toMatchObject([{ breaks: 1, pause_seconds: 60, ended_at: at(60) }]);
    expect({ ...anew, history: { ...anew.history, runs: undefined } }).toEqual(
      after(none, { type: 'start' }, at(60)),
    );
    expect(after(after(none, { type: 'start', title: 'tea' }), { type: 'start' }).title).toBeNull();
  });

  it('leaves only its history behind when it ends', () => {
    const { history, ...rest } = after(timed, { type: 'end' }, at(60));
    expect({ ...rest, history: none.history }).toEqual(none);
    expect(history).toMatchObject({ startedAt: at(0), endedAt: at(60), breaks: 1, pauseMs: 60_000 });
  });
});

describe('a timed break', () => {
  it('is announced with its end', () => {
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

  it('gets its warning a minute before its end, and ends on time, whenever it is settled', () => {
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

  it('gets no late warning when nobody settled it in time', () => {
    expect(passes(timed, at(9999))).toEqual(['rest_ended']);
  });

  it('can be given an end time instead of a duration', () => {
    const [notice] = decide(running, { type: 'rest', endsAt: at(600.001) }, at(0), 'r');
    expect(notice).toMatchObject({ duration_seconds: 601, ends_at: at(600.001) });
  });

  it.each([
    [10, true],
    [9.999, false],
    [86_400, true],
    [86_400.001, false],
    [-1, false],
  ])('is allowed an end %f s from now: %s', (seconds, may) => {
    const call = () => decide(running, { type: 'rest', endsAt: at(seconds) }, at(0), 'r');
    if (may) expect(call).not.toThrow();
    else expect(call).toThrow(InvalidField);
  });

  it('keeps an end in a form that only a later version knows', () => {
    const later = { ...timed, later: { rest: '{}' } };
    for (const how of [{ seconds: 60 }, { endsAt: at(900) }])
      expect(() => decide(later, { type: 'extend', ...how }, at(0), 'new')).toThrow(NoTimedBreak);
  });

  it.each([
    [179, false],
    [180, true],
  ])('gets a warning if it lasts %i s: %s', (durationSeconds, warned) => {
    const meeting = after(running, { type: 'rest', message: 'x', durationSeconds });
    expect(dueAt(meeting)).toBe(at(warned ? durationSeconds - 60 : durationSeconds));
  });

  it('gets another warning after it is extended', () => {
    const warned = due(timed, at(550)).reduce(evolve, timed);
    const extended = after(warned, { type: 'extend', seconds: 300 }, at(560));
    expect(extended.currentBreak).toMatchObject({ durationSeconds: 900, endsAt: at(900), warnAt: at(840) });
  });

  it('is never due if it has no end', () => {
    expect(dueAt(onBreak)).toBeNull();
    expect(passes(onBreak, at(1e9))).toEqual([]);
  });
});

describe('default texts', () => {
  it.each([
    ['ja', '休憩時間です', 'まもなく休憩が終わります'],
    ['en', 'Time for a break', 'The break is about to end'],
  ] as const)('are in the language of the break: %s', (language, text, soon) => {
    const meeting = after(none, { type: 'rest', durationSeconds: 600, language });
    expect(meeting.currentBreak?.message).toBe(text);
    expect(due(meeting, at(540))).toMatchObject([{ message: soon }]);
  });

  it('are distinguished from texts that a leader wrote', () => {
    const codes = (command: Command) =>
      decide(running, command, at(0), 'r').map((notice) => 'message_code' in notice && notice.message_code);
    expect(codes({ type: 'rest' })).toEqual(['default']);
    expect(codes({ type: 'rest', message: '休憩時間です' })).toEqual(['custom']);
  });
});

describe('the notice that all members are back', () => {
  const back = (meeting: Meeting, breakId = 'new') => happens(meeting, { type: 'all_back', breakId });

  it('is logged once per break, even after the break is over', () => {
    expect(back(timed)).toEqual(['all_back']);
    expect(back(after(timed, { type: 'resume' }))).toEqual(['all_back']);
    expect(back(after(timed, { type: 'all_back', breakId: 'new' }))).toEqual([]);
  });

  it('is logged only for the break that was answered', () => {
    expect(back(timed, 'another')).toEqual([]);
    expect(back(running)).toEqual([]);
    expect(back(after(timed, { type: 'start' }))).toEqual([]);
  });
});

describe('the history of a meeting', () => {
  it('totals breaks and work up to the last finished break', () => {
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
