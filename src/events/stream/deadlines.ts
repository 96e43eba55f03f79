import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Clock } from '../../clock/clock.js';

const TICK_MS = 1_000;

/**
 * Runs callbacks at given times, to the second. All share one timer, which runs only while there are some.
 */
@Injectable()
export class Deadlines implements OnApplicationShutdown {
  private readonly waiting = new Map<number, Set<() => void>>();
  private ticks: Subscription | undefined;

  constructor(private readonly clock: Clock) {}

  /**
   * Calls `ring` once, at most a second after `time` (milliseconds since the epoch); at the next tick when
   * the time has passed. Returns a function that cancels it.
   */
  at(time: number, ring: () => void): () => void {
    const second = Math.ceil(time / 1000);
    const waiting = this.waiting.get(second) ?? new Set();
    this.waiting.set(second, waiting.add(ring));
    this.ticks ??= this.clock.every(TICK_MS).subscribe((now) => this.tick(now));
    return () => this.cancel(second, ring);
  }

  onApplicationShutdown(): void {
    this.stop();
  }

  private tick(now: number): void {
    for (const [second, waiting] of [...this.waiting]) {
      if (second * 1000 > now) continue;
      for (const ring of [...waiting]) {
        this.cancel(second, ring);
        ring();
      }
    }
  }

  private cancel(second: number, ring: () => void): void {
    const waiting = this.waiting.get(second);
    waiting?.delete(ring);
    if (waiting?.size === 0) this.waiting.delete(second);
    if (this.waiting.size === 0) this.stop();
  }

  private stop(): void {
    this.ticks?.unsubscribe();
    this.ticks = undefined;
  }
}
