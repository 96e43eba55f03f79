import { describe, expect, it } from '@jest/globals';

interface StageView {
  readonly phase: string;
  readonly seconds: number;
  readonly level: number;
}

const load = (name: string): Promise<unknown> =>
  import(new URL(`../../public/js/${name}`, import.meta.url).href);
const { stageView, asClock } = (await load('stage-view.js')) as {
  stageView: (known: object, now: number) => StageView;
  asClock: (seconds: number) => string;
};

const { secondsToBreak } = (await load('upcoming.js')) as {
  secondsToBreak: (known: object, now: number) => number | undefined;
};

const { timeAfter } = (await load('time-after.js')) as { timeAfter: (now: number, time: string) => string };

interface Part {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly isLong: boolean;
}
const { dayParts } = (await load('day-parts.js')) as {
  dayParts: (day: object, current: object | null, now: number, planned?: number) => Part[];
};

describe('a time of day', () => {
  const at = (day: number, hours: number, minutes: number) => new Date(2026, 4, day, hours, minutes);

  it.each([
    ['later today', '11:30', at(1, 11, 30)],
    ['that has passed, so tomorrow’s', '10:59', at(2, 10, 59)],
    ['of this minute, so tomorrow’s', '11:00', at(2, 11, 0)],
  ])('is one %s', (_, time, end) => {
    expect(timeAfter(at(1, 11, 0).getTime(), time)).toBe(end.toISOString());
  });
});

describe('the day of a meeting', () => {
  const at = (minute: number) => new Date(minute * 60_000).toISOString();
  const past = (from: number, to: number) => ({ started_at: at(from), ended_at: at(to) });
  const day = (recent: object[], more = {}) => ({
    ...{ started_at: at(0), ended_at: null, breaks: recent.length, recent },
    ...more,
  });
  const shown = (parts: Part[]) =>
    parts.map(
      ({ kind, from, to, isLong }) => `${kind} ${from / 60_000}-${to / 60_000}${isLong ? ' long' : ''}`,
    );

  it('is work and breaks without gaps, up to now, with the work that is longer than planned marked', () => {
    const parts = dayParts(day([past(30, 40), past(100, 105)]), null, 120 * 60_000, 50);
    expect(shown(parts)).toEqual([
      'work 0-30',
      'break 30-40',
      'work 40-100 long',
      'break 100-105',
      'work 105-120',
    ]);
  });

  it('has the break that is on, and ends where the meeting ended', () => {
    const on = dayParts(day([], { breaks: 1 }), { started_at: at(5) }, 8 * 60_000);
    expect(shown(on)).toEqual(['work 0-5', 'break 5-8']);
    const over = dayParts(day([past(5, 9)], { ended_at: at(20) }), null, 500 * 60_000);
    expect(shown(over)).toEqual(['work 0-5', 'break 5-9', 'work 9-20']);
  });

  it('is empty before the start, and says nothing of what the service has forgotten', () => {
    expect(dayParts(day([], { started_at: null }), null, 9)).toEqual([]);
    const many = dayParts(day([past(600, 610)], { breaks: 51 }), null, 620 * 60_000, 50);
    expect(shown(many)).toEqual(['break 600-610', 'work 610-620']);
  });
});

describe('a break that the service calls by itself', () => {
  const planned = (mode: string, phase = 'in_progress') => ({
    phase,
    schedule: { mode },
    next_rest_at: new Date(100_000).toISOString(),
  });

  it('is announced during the last minute before it', () => {
    const seconds = [39_000, 40_000, 99_500, 100_000].map((now) => secondsToBreak(planned('auto'), now));
    expect(seconds).toEqual([undefined, 60, 1, undefined]);
  });

  it('is not announced where it is only suggested, or a break is on', () => {
    expect(secondsToBreak(planned('suggest'), 50_000)).toBeUndefined();
    expect(secondsToBreak(planned('auto', 'on_break'), 50_000)).toBeUndefined();
  });
});

describe('the stage', () => {
  const time = (seconds: number) => new Date(seconds * 1000).toISOString();
  const timed = { phase: 'on_break', rest: { started_at: time(0), ends_at: time(300) } };

  it.each([
    ['counts a timed break down', timed, 0, { phase: 'timed', seconds: 300, level: 1 }],
    ['shows a second until it is over', timed, 299.001, { phase: 'timed', seconds: 1 }],
    ['stays at nought', timed, 400, { phase: 'timed', seconds: 0, level: 0 }],
    [
      'counts an open one up',
      { phase: 'on_break', rest: { started_at: time(0), ends_at: null } },
      61.9,
      { phase: 'open', seconds: 61, level: 1 },
    ],
    [
      'fills the cup until the next break',
      { phase: 'in_progress', working_since: time(0), next_rest_at: time(3600) },
      900,
      { phase: 'working', seconds: 900, level: 0.25 },
    ],
    [
      'knows no level without a schedule',
      { phase: 'in_progress', working_since: time(0) },
      900,
      { phase: 'working', seconds: 900, level: 0 },
    ],
    ['waits for the start', { phase: 'not_started', started_at: null }, 5, { phase: 'idle', level: 0 }],
    ['claims nothing before it heard', { phase: 'not_started', rest: null }, 5, { phase: 'unknown' }],
  ])('%s', (_, known, now, view) => {
    expect(stageView(known, now * 1000)).toMatchObject(view);
  });

  it('formats seconds as people read them', () => {
    expect([0, 59, 300, 5999, 6000, 86400].map(asClock)).toEqual([
      '0:00',
      '0:59',
      '5:00',
      '99:59',
      '1:40:00',
      '24:00:00',
    ]);
  });
});
