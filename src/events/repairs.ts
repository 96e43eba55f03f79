import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 500;

interface Options {
  /** After the last run, before anybody else can want one. */
  readonly onDone: () => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * One work for all who want it, one run at a time: who asks during a run gets another one after it, for that may have looked too
 * early. What fails is tried again until it succeeds, or is stopped.
 */
export class Repairs {
  private wanted = false;
  private stopped = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly options: Options,
  ) {}

  get isRunning(): boolean {
    return this.running !== undefined;
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
      } catch (error) {
        this.options.onFailure(error);
        this.wanted = true;
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
    this.options.onDone();
    // In the same turn as the loop's last look: who asks from now on starts a new one.
    this.running = undefined;
  }
}
