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
