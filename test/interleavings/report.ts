import type { Scenario } from './scenarios.js';
import type { Found, OnRun } from './search/enumerate.js';
import { nameOf, shrunk, stepsOf } from './search/shrink.js';
import { DELAY } from './search/run.js';
import { faults } from './world/faults.js';
import type { Shared } from './world/process.js';

/** The real clock, taken before the simulated time replaces it. */
const now = performance.now.bind(performance);

/** Counts the schedules, and prints the violations. */
export class Report {
  private schedules = 0;
  private pruned = 0;
  private steps = 0;
  private readonly began = now();
  private readonly found = new Map<string, Found>();
  private readonly scenarios = new Map<string, number>();

  constructor(
    private readonly shared: Shared,
    private readonly most: number,
    private readonly goesOn: boolean,
  ) {}

  begin({ name }: Scenario): void {
    this.scenarios.set(name, 0);
  }

  readonly onRun: OnRun = (scenario, { violation, deviations, isPruned, steps }) => {
    this.schedules++;
    this.steps += steps;
    if (isPruned) this.pruned++;
    this.scenarios.set(scenario.name, (this.scenarios.get(scenario.name) ?? 0) + 1);
    if (violation) {
      const struck = deviations.map(({ choice }) => faults[choice - 1]?.name).filter(Boolean);
      const kind = [violation.rule, ...struck].join(' / ');
      const before = this.found.get(kind);
      if (!before || before.deviations.length > deviations.length)
        this.found.set(kind, { scenario, deviations, violation });
    }
    return this.schedules < this.most && (this.goesOn || !violation);
  };

  /** Returns whether no rule was broken. */
  async end(): Promise<boolean> {
    const seconds = (now() - this.began) / 1000;
    for (const [name, count] of this.scenarios) console.log(`${name}: ${count} schedules`);
    console.log(
      `${this.schedules} schedules, ${this.pruned} of them cut short as equivalent to an earlier one, ` +
        `${this.steps} steps, in ${seconds.toFixed(1)} s: ${Math.round(this.schedules / seconds)} a second`,
    );
    const all = [...this.found.values()];
    for (const found of this.goesOn ? all : all.slice(0, 1))
      await this.tell(await shrunk(found, this.shared));
    if (all.length === 0) console.log('every member got every notice once and in order, or was told');
    return all.length === 0;
  }

  private async tell(found: Found): Promise<void> {
    const { violation, deviations } = found;
    const name = nameOf(found);
    const chosen = deviations.map(({ choice }) => (choice === DELAY ? 'a delay' : faults[choice - 1]?.name));
    console.log(`BROKEN ${violation.rule}: ${violation.what}`);
    console.log(`  with ${chosen.join(', ') || 'nothing out of the ordinary'}: --replay ${name}`);
    if (this.goesOn) return;
    for (const line of await stepsOf(found, this.shared)) console.log(`    ${line}`);
  }
}
