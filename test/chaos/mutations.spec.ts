import { afterEach, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { range, runMany } from './many.js';
import { mutant } from './mutant.js';
import { mutations } from './mutations.js';
import type { PlanOptions } from './plan/plan.js';
import { report } from './report.js';
import { Teardown } from './world/teardown.js';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
/** More seeds than have ever been needed, so that the test does not fail by chance. */
const MOST_SEEDS = 12;

/** A checker that never complains proves nothing: with a protection removed, it must report a broken rule. */
describe('the chaos run notices when the service lacks', () => {
  afterEach(() => Teardown.runAll());

  it.each(mutations)(
    '$takesOut',
    async ({ edits, plan, breaks }) => {
      const dist = await mutant(new Teardown(), edits);
      const broken: string[] = [];
      await runMany(range(1, MOST_SEEDS), dist, { ...plan, atOnce: 1 }, ({ violations }) => {
        broken.push(...violations.map(({ rule }) => rule));
        return !broken.some((rule) => breaks.test(rule));
      });
      expect([...new Set(broken)].join(', ')).toMatch(breaks);
      // The unchanged service must pass under the same faults, so the edit is the cause.
      expect(await complaintsOf(plan)).toBe('');
    },
    300_000,
  );

  async function complaintsOf(plan: PlanOptions): Promise<string> {
    const reports: string[] = [];
    await runMany(range(1, 2), DIST, { ...plan, atOnce: 1 }, (outcome) => {
      if (outcome.violations.length > 0) reports.push(report(outcome));
      return true;
    });
    return reports.join('\n');
  }
});
