import { Injectable } from '@nestjs/common';

/** Length of a window in milliseconds. Windows begin at whole minutes, in all processes at once. */
export const WINDOW_MS = 60_000;

/** Counts calls over all processes. */
export abstract class CallCounts {
  /**
   * Counts one call and returns the calls of this name in this window (numbered since the epoch). Rejects on
   * failure.
   */
  abstract count(name: string, window: number): Promise<number>;
}

/** Counts the calls of this process: all calls when embedded, and the fallback while Redis is away. */
@Injectable()
export class LocalCallCounts extends CallCounts {
  private readonly counts = new Map<string, number>();
  private window = 0;

  override count(name: string, window: number): Promise<number> {
    if (window !== this.window) this.counts.clear();
    this.window = window;
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    return Promise.resolve(count);
  }
}
