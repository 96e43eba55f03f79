import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 500;
const RETRY_MAX_MS = 2_000;

interface Options {
  /** After the last run, before anybody else can want one. */
  readonly onDone: () => void;
  /** `failures`: how many came after each other, with this one. */
  readonly onFailure: (error: unknown, failures: number) => void;
}

/**
 * One work for all who want it, one run at a time: who asks during a run gets another one after it, for that may have looked too
 * early. What fails is tried again until it succeeds, or is stopped.
 */
export class Repairs {
  private wanted = false;
  private stopped = false;
  private failures = 0;
  private running: Promise<void> | undefined;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly options: Options,
  ) {}

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** How often the work failed since it last succeeded. */
  get failed(): number {
    return this.failures;
  }

  /** Resolves when all that was wanted is done, by a run that began after this call. */
  want(): Promise<void> {
    this.wanted = true;
    return (this.running ??= this.run());
  }

  stop(): void {
    this.stopped = true;
  }

  private async run(): Promise<void> {
    while (this.wanted && !this.stopped) {
      this.wanted = false;
      try {
        await this.work();
        this.failures = 0;
      } catch (error) {
        this.wanted = true;
        this.options.onFailure(error, ++this.failures);
        await delay(Math.min(RETRY_MS * this.failures, RETRY_MAX_MS), undefined, { ref: false });
      }
    }
    this.options.onDone();
    // In the same turn as the loop's last look: who asks from now on starts a new one.
    this.running = undefined;
  }
}
