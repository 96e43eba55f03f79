import type { Shared } from '../world/process.js';
import type { Found } from './enumerate.js';
import { run, type Deviation } from './run.js';

/** Removes deviations, one at a time, while the same rule is still broken without them. */
export async function shrunk(found: Found, shared: Shared): Promise<Found> {
  const { scenario, deviations, violation } = found;
  for (const left of deviations) {
    const others = deviations.filter((deviation) => deviation !== left);
    // Without a deviation, later steps may have a number that is one lower.
    const earlier = others.map(({ step, choice }) => ({ step: step > left.step ? step - 1 : step, choice }));
    for (const fewer of [others, earlier]) {
      const outcome = await run(scenario, fewer, [], { shared });
      if (outcome.violation?.rule === violation.rule)
        return shrunk({ scenario, deviations: fewer, violation: outcome.violation }, shared);
    }
  }
  return found;
}

/** The steps of a schedule, one per line, with the frames that members get. */
export async function stepsOf(
  { scenario, deviations }: Omit<Found, 'violation'>,
  shared: Shared,
): Promise<string[]> {
  const lines: string[] = [];
  const { violation } = await run(scenario, deviations, [], { shared, log: (line) => lines.push(line) });
  lines.push(violation ? `BROKEN: ${violation.rule}: ${violation.what}` : 'no rule is broken');
  return lines;
}

/** The name of a schedule: its scenario and its deviations. */
export function nameOf({ scenario, deviations }: Omit<Found, 'violation'>): string {
  return [scenario.name, ...deviations.map(({ step, choice }) => `${step}.${choice}`)].join(':');
}

export function deviationsOf(places: readonly string[]): Deviation[] {
  return places.map((place) => {
    const [step = NaN, choice = NaN] = place.split('.').map(Number);
    if (!Number.isInteger(step) || !Number.isInteger(choice)) throw new Error(`not a choice: ${place}`);
    return { step, choice };
  });
}
