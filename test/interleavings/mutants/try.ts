import type { Bound } from '../bounds.js';
import type { Scenario } from '../scenarios.js';
import { enumerate, type Found } from '../search/enumerate.js';
import { run } from '../search/run.js';
import type { Shared } from '../world/process.js';
import { mutants, type Mutant } from './mutants.js';
import { Patches } from './patches.js';

/** Tries each mutant in turn; resolves with whether a rule failed for every one. */
export async function tryMutants(
  scenarios: readonly Scenario[],
  { budget }: Bound,
  shared: Shared,
): Promise<boolean> {
  let missed = 0;
  for (const mutant of mutants) {
    const { found, schedules } = await search(mutant, scenarios, budget, shared);
    if (!found) missed++;
    const { violation } = found ?? {};
    console.log(
      violation
        ? `noticed after ${schedules} schedules, without ${mutant.takesOut}: ${violation.rule}: ${violation.what}`
        : `NOT NOTICED in ${schedules} schedules, without ${mutant.takesOut}`,
    );
  }
  return missed === 0;
}

/** The first schedule that breaks a rule with the mutant and none without it. */
async function search(
  { breaks, apply, scenario: name }: Mutant,
  scenarios: readonly Scenario[],
  budget: Bound['budget'],
  shared: Shared,
): Promise<{ found: Found | undefined; schedules: number }> {
  let found: Found | undefined;
  let schedules = 0;
  const patches = new Patches(shared.shipped);
  await apply(patches, shared.shipped);
  for (const scenario of scenarios.filter((one) => one.name === name)) {
    await enumerate(scenario, budget, shared, async (_, { deviations, violation }) => {
      schedules++;
      if (!violation || !breaks.test(violation.rule)) return true;
      patches.restore();
      const asItIs = await run(scenario, deviations, [], { shared });
      if (asItIs.violation) await apply(patches, shared.shipped);
      else found = { scenario, deviations, violation };
      return !found;
    });
  }
  patches.restore();
  return { found, schedules };
}
