import { describe, expect, it } from '@jest/globals';
import { notStarted, type Meeting } from '../domain/meeting.js';
import { stateTtlSeconds } from './meeting-store.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2025, 9, 17, 10);

const running = { ...notStarted('abc'), startedAt: '2025-10-17T09:00:00.000Z' };
const schedule = {
  ...{ at: ['10:30'], time_zone: 'UTC', duration_minutes: 10 },
  ...({ mode: 'auto', warn_seconds: 0, language: 'en' } as const),
};

function planned(inHours: number): Meeting {
  const nextBreakAt = new Date(NOW + inHours * HOUR * 1_000).toISOString();
  return { ...running, plan: { schedule, nextBreakAt, warned: false, snoozes: 0, suggested: false } };
}

/** In a break, the next one is not planned yet: here tomorrow at 10:30, since work goes on at 10:40. */
const inBreak: Meeting = {
  ...planned(24.5),
  currentBreak: {
    ...{ id: 'r', message: 'tea', language: 'en', startedAt: '2025-10-17T10:30:00.000Z' },
    ...{ durationSeconds: 600, endsAt: '2025-10-17T10:40:00.000Z', warnAt: null },
  },
  plan: { schedule, nextBreakAt: null, warned: false, snoozes: 0, suggested: false },
};

describe('the state of a meeting is kept', () => {
  it.each([
    ['a day, as in the reference', running, DAY],
    ['a day if the next planned break is near', planned(22), DAY],
    ['until an hour after the next planned break', planned(24.5), 25.5 * HOUR + 600],
    ['until an hour after the break that comes after this one', inBreak, 25.5 * HOUR + 600],
    ['three days at most', planned(100), 3 * DAY],
    ['not at all after the end', notStarted('abc'), 0],
  ])('%s', (_, meeting, seconds) => {
    expect(stateTtlSeconds(meeting, NOW)).toBe(seconds);
  });
});
