import { afterAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { range, runMany } from './many.js';
import { report } from './report.js';
import type { FaultKind } from './plan/faults.js';
import { Totals } from './totals.js';
import { Teardown } from './world/teardown.js';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const SEEDS = 24;
const AT_ONCE = 3;

/** Each of these must have struck for the run to prove anything; the seeds are chosen so that it is planned often enough. */
const MUST_STRIKE: readonly FaultKind[] = [
  'CLIENT KILL TYPE pubsub',
  'CLIENT KILL TYPE normal',
  'redis SIGSTOP',
  'redis SIGKILL, data kept',
  'redis SIGKILL, data lost',
  'FLUSHALL',
  'out of memory',
  'failover',
  'service SIGKILL',
  'service SIGTERM',
  'cut members',
  'cut Redis',
];

/** The proof of contract §5, a small fixed part of it; `npm run test:chaos -- --seeds 1000` is the whole. */
describe('whatever breaks', () => {
  afterAll(() => Teardown.runAll());

  it('every member gets everything it missed, in order, once, or is told', async () => {
    const totals = new Totals();
    const failures: string[] = [];
    await runMany(range(1, SEEDS), DIST, { atOnce: AT_ONCE }, (outcome) => {
      totals.add(outcome);
      if (outcome.violations.length > 0) failures.push(report(outcome));
      return true;
    });
    console.info(totals.toString());
    expect(failures.join('\n')).toBe('');
    expect(totals.seeds).toBe(SEEDS);
    expect(MUST_STRIKE.filter((kind) => !totals.struck.get(kind))).toEqual([]);
    expect(totals.acknowledged).toBeGreaterThan(SEEDS * 20);
  }, 480_000);
});
