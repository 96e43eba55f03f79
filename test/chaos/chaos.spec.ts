import { afterAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { range, runMany } from './many.js';
import { report } from './report.js';
import { faultKinds, type FaultKind, type WorldName } from './plan/faults.js';
import type { Call } from './plan/calls.js';
import { Totals } from './totals.js';
import { Teardown } from './world/teardown.js';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const AT_ONCE = 2;

/**
 * Faults that must have struck in some run, or the runs prove nothing. The seeds are chosen so that each is
 * planned twice. The faults left out may begin too late to strike.
 */
const MUST_STRIKE: Readonly<Record<WorldName, readonly FaultKind[]>> = {
  single: faultKinds.single.filter((kind) => !/^(DEBUG|cut leaders|failover, |members|.* hear)/.test(kind)),
  cluster: ['master SIGKILL', 'CLUSTER FAILOVER', 'slot migration', 'node SIGSTOP', 'later notice'],
  versions: ['roll forward', 'roll back', 'later notice', 'failover', 'FLUSHALL'],
};

/** Commands that must have been acknowledged, or the rules about them check nothing. */
const MUST_BE_DONE: readonly Call['type'][] = ['undo', 'extend', 'set_schedule'];

/**
 * A small fixed part of the proof in docs/protocol.md, "The guarantee". `npm run test:chaos -- --seeds 300`
 * runs more.
 */
describe('under every kind of failure', () => {
  afterAll(() => Teardown.runAll());

  it.each<{ world: WorldName; from: number; seeds: number }>([
    { world: 'single', from: 17305, seeds: 8 },
    { world: 'cluster', from: 13431, seeds: 3 },
    { world: 'versions', from: 18272, seeds: 3 },
  ])(
    'every member gets everything it missed, in order, once, or a resync: $world',
    async ({ world, from, seeds }) => {
      const totals = new Totals(world);
      const failures: string[] = [];
      await runMany(range(from, seeds), DIST, { world, atOnce: AT_ONCE }, (outcome) => {
        totals.add(outcome);
        if (outcome.violations.length > 0)
          failures.push(report(outcome, world === 'single' ? '' : ` --world ${world}`));
        return true;
      });
      console.info(totals.toString());
      expect(failures.join('\n')).toBe('');
      expect(totals.seeds).toBe(seeds);
      expect(MUST_STRIKE[world].filter((kind) => !totals.struck.get(kind))).toEqual([]);
      expect(totals.acknowledged).toBeGreaterThan(seeds * 20);
      expect([...totals.plannedBreaks.values()].some((times) => times > 0)).toBe(true);
      expect(MUST_BE_DONE.filter((type) => !totals.done.get(type))).toEqual([]);
    },
    480_000,
  );
});
