import type { Scenario } from '../scenarios.js';
import type { Shared } from '../world/process.js';
import type { OnRun } from './enumerate.js';
import { DELAY, run, type Budget } from './run.js';

/** Approximate number of steps of a schedule, over which deviations are spread. */
const USUAL_STEPS = 60;

/**
 * Runs random schedules, for bounds that are too large to enumerate. Each has deviations at random steps, up
 * to the budget.
 */
export async function sample(
  scenarios: readonly Scenario[],
  budget: Budget,
  shared: Shared,
  seed: number,
  onRun: OnRun,
): Promise<void> {
  const random = generator(seed);
  for (;;) {
    const scenario = scenarios[Math.floor(random() * scenarios.length)];
    if (!scenario) return;
    const mostFaults = Math.floor(random() * budget.length);
    const delays = Math.floor(random() * ((budget[mostFaults] ?? 0) + 1));
    const density = (delays + mostFaults) / USUAL_STEPS;
    const choose = (choices: readonly number[]) => {
      if (choices.length === 0 || random() >= density) return undefined;
      const isFault = random() * (delays + mostFaults) < mostFaults;
      const fitting = choices.filter((choice) => (choice === DELAY) !== isFault);
      return fitting[Math.floor(random() * fitting.length)];
    };
    const within = budget.slice(0, mostFaults + 1).map(() => delays);
    if (!(await onRun(scenario, await run(scenario, [], within, { shared, choose })))) return;
  }
}

/** Pseudo-random numbers from 0 to 1 (mulberry32); the same seed gives the same numbers. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}
