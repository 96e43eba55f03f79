import type { Shared } from '../world/process.js';
import type { Found } from './enumerate.js';
import { run, type Deviation } from './run.js';

/** Takes deviations out, one at a time, for as long as the same rule is broken without them. */
export async function shrunk(found: Found, shared: Shared): Promise<Found> {
  const { scenario, deviations, violation } = found;
  for (const left of deviations) {
    const others = deviations.filter((deviation) => deviation !== left);
    // Without it later steps come one earlier, or not.
    const earlier = others.map(({ step, choice }) => ({ step: step > left.step ? step - 1 : step, choice }));
    for (const fewer of [others, earlier]) {
      const outcome = await run(scenario, fewer, [], { shared });
      if (outcome.violation?.rule === violation.rule)
        return shrunk({ scenario, deviations: fewer, violation: outcome.violation }, shared);
    }
  }
  return found;
}

/** The steps of a schedule, one a line, with what the members hear. */
export async function stepsOf(
  { scenario, deviations }: Omit<Found, 'violation'>,
  shared: Shared,
): Promise<string[]> {
  const lines: string[] = [];
  const { violation } = await run(scenario, deviations, [], { shared, log: (line) => lines.push(line) });
  lines.push(violation ? `BROKEN: ${violation.rule}: ${violation.what}` : 'no rule is broken');
  return lines;
}

/** How a schedule is named: its scenario, and at which steps something else than the default was chosen. */
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
