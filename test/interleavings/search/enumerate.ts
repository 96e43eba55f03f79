import type { Scenario } from '../scenarios.js';
import type { Shared } from '../world/process.js';
import type { Violation } from '../world/world.js';
import { run, type Budget, type Deviation, type Outcome } from './run.js';
import { Seen } from './seen.js';

export interface Found {
  readonly scenario: Scenario;
  readonly deviations: readonly Deviation[];
  readonly violation: Violation;
}

/** Called after each schedule; returns `false` to stop the search. */
export type OnRun = (scenario: Scenario, outcome: Outcome) => boolean | Promise<boolean>;

/**
 * Runs every schedule of a scenario within the budget once, in order of the number of deviations, so that the
 * first violation has the fewest. Each run returns the alternatives after its last deviation, which become
 * later runs. A run stops at a state that an earlier run has already continued from.
 */
export async function enumerate(
  scenario: Scenario,
  budget: Budget,
  shared: Shared,
  onRun: OnRun,
): Promise<boolean> {
  const seen = new Seen();
  let level: (readonly Deviation[])[] = [[]];
  while (level.length > 0) {
    const next: (readonly Deviation[])[] = [];
    for (const deviations of level) {
      const outcome = await run(scenario, deviations, budget, { shared, seen });
      for (const alternative of outcome.alternatives) next.push([...deviations, alternative]);
      if (!(await onRun(scenario, outcome))) return false;
    }
    level = next;
  }
  return true;
}
