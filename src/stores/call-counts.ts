import { Injectable } from '@nestjs/common';

/** Of which calls are counted, in milliseconds. Windows begin at whole minutes, in all processes at once. */
export const WINDOW_MS = 60_000;

/** Counts calls over all processes. */
export abstract class CallCounts {
  /** How many calls of this name there were in this window (its number since the epoch), with this one. Rejects when it cannot be told. */
  abstract count(name: string, window: number): Promise<number>;
}

/** The calls of this process: all there are when embedded, and what is left while Redis is away. */
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
