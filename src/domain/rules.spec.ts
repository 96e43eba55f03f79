import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at, none } from '../../test/support/meetings.js';
import { decide } from './decide.js';
import { due } from './due.js';
import { evolve } from './evolve.js';
import type { Command } from './commands.js';
import type { Meeting } from './meeting.js';
import type { Notice } from './notice.js';
import {
  BreakTooLong,
  BreakTooShort,
  InvalidField,
  MeetingNotFound,
  NoPlannedBreak,
  NoTimedBreak,
  SnoozedEnough,
  SnoozeTooLong,
} from './refusals.js';
import type { Timestamp } from './timestamp.js';

/** Invariants under any sequence of commands and any passage of time. */
describe('random commands', () => {
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
      fc.integer({ min: -2000, max: -1 }).map((seconds) => ({ type: 'extend', seconds })),
      fc.integer({ min: 0, max: 200_000 }).map((seconds) => ({ type: 'extend', endsAt: at(seconds) })),
      fc.integer({ min: 0, max: 200_000 }).map((seconds) => ({ type: 'rest', endsAt: at(seconds) })),
      fc.integer({ min: 1, max: 60 }).map((minutes) => ({ type: 'snooze', minutes })),
      fc.nat(40).map((i) => ({ type: 'all_back', breakId: `r${i}` })),
      fc
        .record({
          every_minutes: fc.integer({ min: 1, max: 480 }),
          duration_minutes: fc.integer({ min: 1, max: 120 }),
          mode: fc.constantFrom('suggest', 'auto'),
          warn_seconds: fc.integer({ min: 0, max: 600 }),
          language: fc.constantFrom('ja', 'en'),
        })
        .map((schedule) => ({ type: 'set_schedule', schedule })),
      fc
        .record({
          at: fc.constantFrom(['10:30'], ['00:00', '12:00', '23:30'], ['19:40', '20:10', '20:40']),
          time_zone: fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'America/New_York'),
          duration_minutes: fc.integer({ min: 1, max: 25 }),
          mode: fc.constantFrom('suggest', 'auto'),
          warn_seconds: fc.integer({ min: 0, max: 200 }),
          language: fc.constantFrom('ja', 'en'),
        })
        .map((schedule) => ({ type: 'set_schedule', schedule })),
    ),
  });

  it('keep the rules: one break at a time, each ends once, no end before its announcement, the log gives the state', () => {
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
        expect(meeting.currentBreak?.id).toBe(open);
        expect(meeting.workingSince === null).toBe(
          meeting.startedAt === null || meeting.currentBreak !== null,
        );
      }),
      { numRuns: 500 },
    );
  });

  function attempt(meeting: Meeting, command: Command, now: Timestamp, breakId: string): readonly Notice[] {
    try {
      return decide(meeting, command, now, breakId);
    } catch (refusal) {
      expect([
        MeetingNotFound,
        NoTimedBreak,
        BreakTooLong,
        BreakTooShort,
        InvalidField,
        NoPlannedBreak,
        SnoozedEnough,
        SnoozeTooLong,
      ]).toContain((refusal as Error).constructor);
      return [];
    }
  }
});
