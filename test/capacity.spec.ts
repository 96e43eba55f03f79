import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { assumptions, variants } from '../bench/capacity/assumptions.mjs';
import { simulate, type Costs, type Day, type Fleet } from '../bench/capacity/fleet.mjs';

/** An hour of a small day, with a restart of all processes, a failover and a cut. */
const at = (minute: number) => 10 * 3600 + minute * 60;
const day: Day = {
  ...assumptions,
  members: 40_000,
  from: at(-15),
  until: at(75),
  occupancy: { 10: 1, 11: 0 },
  deploys: [at(15)],
  failover: { at: at(25), seconds: 15 },
  cut: { at: at(35), seconds: 60, share: 0.1 },
};
const measured = readFileSync(new URL('../bench/capacity/costs.json', import.meta.url), 'utf8');
type Size = Pick<Fleet, 'processes' | 'masters'>;

const { costs } = JSON.parse(measured) as { costs: Costs };

describe.each(Object.entries(variants))('the capacity model, %s', (_, variant) => {
  const run = (fleet: Size, changed: Partial<Day> = {}) =>
    simulate({ ...variant, ...fleet }, costs, { ...day, ...changed });
  const worst = (fleet: Size, key: 'processWait' | 'masterWait', changed: Partial<Day> = {}) =>
    run(fleet, changed).samples.reduce((most, sample) => Math.max(most, sample[key]), 0);
  let small: ReturnType<typeof simulate>;

  beforeAll(() => {
    small = run({ processes: 2, masters: 1 });
  });

  it('keeps the number of members constant', () => {
    expect(small.members).toBeCloseTo(day.members, 3);
  });

  it('has no negative queue', () => {
    expect(Math.min(...small.samples.map(({ least }) => least))).toBeGreaterThan(-1e-6);
  });

  it('brings back everybody who was dropped', () => {
    const calm = run({ processes: 2, masters: 1 }, { deploys: [], cut: { at: 0, seconds: 0, share: 0 } });
    const openAt = ({ samples }: typeof small, minute: number) =>
      samples.find(({ time }) => time === at(minute))?.open ?? NaN;
    // Both processes restart at :15. By :20 as many members are connected as without a restart.
    expect(openAt(small, 20) / openAt(calm, 20)).toBeCloseTo(1, 2);
    expect(openAt(small, 15.5) / openAt(calm, 15.5)).toBeLessThan(0.9);
    expect(openAt(small, 38) / openAt(calm, 38)).toBeCloseTo(1, 2);
  });

  it('is never slower with more processes, or with more masters', () => {
    const processes = [2, 4, 8].map((count) => worst({ processes: count, masters: 4 }, 'processWait'));
    const masters = [1, 2, 4].map((count) =>
      worst({ processes: 8, masters: count }, 'masterWait', { members: 400_000 }),
    );
    for (const waits of [processes, masters]) expect(waits).toEqual([...waits].sort((a, b) => b - a));
    expect([processes[0], masters[0]]).not.toContain(0);
  });

  it('is the same in each run', () => {
    expect(run({ processes: 2, masters: 1 })).toEqual(small);
  });
});
