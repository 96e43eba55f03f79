import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 500;
const RETRY_MAX_MS = 2_000;

interface Options {
  /** Called after the last run, unless the task was stopped, and before another one can be requested. */
  readonly onDone: () => void;
  /** Called after each failed run, which `failed` already counts. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * A task that many callers share, one run at a time. A request during a run causes another run after it,
 * since the current run may have read too early. A failed run is retried, until one succeeds or the task is
 * stopped.
 */
export class RetryingTask {
  private requested = false;
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

  /** Number of failed runs in a row. */
  get failed(): number {
    return this.failures;
  }

  /**
   * Resolves when a run that began after this call has succeeded, and nothing more is requested; or when the
   * task is stopped.
   */
  request(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    this.requested = true;
    return (this.running ??= this.run());
  }

  stop(): void {
    this.stopped = true;
  }

  private async run(): Promise<void> {
    while (this.requested && !this.stopped) {
      this.requested = false;
      try {
        await this.work();
        this.failures = 0;
      } catch (error) {
        this.requested = true;
        this.failures++;
        this.options.onFailure(error);
        await delay(Math.min(RETRY_MS * this.failures, RETRY_MAX_MS), undefined, { ref: false });
      }
    }
    if (!this.stopped) this.options.onDone();
    // In the same turn of the event loop as the last check of `requested`, so that a later request starts a
    // new loop.
    this.running = undefined;
  }
}
