/**
 * Undoes what a run started, in reverse order, also when the run fails or is interrupted. A failing step does
 * not stop the others.
 */
export class Teardown {
  private readonly steps: (() => unknown)[] = [];
  private static readonly open = new Set<Teardown>();

  constructor() {
    Teardown.open.add(this);
  }

  add(step: () => unknown): void {
    this.steps.push(step);
  }

  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step();
      } catch (error) {
        errors.push(error);
      }
    }
    Teardown.open.delete(this);
    if (errors.length > 0) throw new AggregateError(errors, 'could not undo everything');
  }

  /** For SIGINT and SIGTERM, which end all runs. */
  static async runAll(): Promise<void> {
    await Promise.allSettled([...this.open].map((teardown) => teardown.run()));
  }
}
