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

/** Hears of each schedule as it ends; ends it all by answering `false`. */
export type OnRun = (scenario: Scenario, outcome: Outcome) => boolean | Promise<boolean>;

/**
 * Runs every schedule of a scenario within the budget once: first the one without deviations, then those with one, and so on, so
 * what is found first has the fewest. Each run tells what else could have been chosen after its last deviation; those are the next
 * runs. A run stops where it comes to a state that an earlier one went on from.
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
