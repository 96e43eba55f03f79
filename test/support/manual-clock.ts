import type { Observable as Emissions } from 'rxjs';
import { built, library } from './outside-jest.js';

const { Observable } = await library<typeof import('rxjs')>('rxjs');
const { Clock } = await built<typeof import('../../src/clock/clock.js')>('clock/clock.js');

/** A subscriber that waits for a time. */
interface Due {
  /** Milliseconds until it is due; 0 or less = now. */
  readonly in: () => number;
  readonly emit: () => void;
}

/**
 * A clock that a test controls. Time passes only in `pass`, which visits each moment that a subscriber waits
 * for.
 */
export class ManualClock extends Clock {
  private readonly dues = new Set<Due>();
  private passed = 0;

  constructor(private time = Date.UTC(2025, 9, 17, 10, 30)) {
    super();
  }

  override now(): number {
    return this.time;
  }

  override elapsed(): number {
    return this.passed;
  }

  override every(ms: number): Emissions<number> {
    return new Observable((subscriber) => {
      let next = this.passed + ms;
      const emit = () => {
        next = this.passed + ms;
        subscriber.next(this.time);
      };
      return this.wait({ in: () => next - this.passed, emit });
    });
  }

  override at(time: number): Emissions<number> {
    return new Observable((subscriber) => {
      const emit = () => {
        subscriber.next(this.time);
        subscriber.complete();
      };
      if (this.time < time) return this.wait({ in: () => time - this.time, emit });
      emit();
      return undefined;
    });
  }

  pass(ms: number): void {
    let left = ms;
    for (let step = this.next(); step <= left; step = this.next()) {
      this.advance(step);
      left -= step;
      for (const due of [...this.dues]) if (due.in() <= 0) due.emit();
    }
    this.advance(left);
  }

  /** Sets the clock as an operator or NTP does: no time passes. */
  set(time: number): void {
    this.time = time;
  }

  private advance(ms: number): void {
    this.time += ms;
    this.passed += ms;
  }

  private next(): number {
    return Math.max(0, Math.min(...[...this.dues].map((due) => due.in())));
  }

  private wait(due: Due): () => void {
    this.dues.add(due);
    return () => this.dues.delete(due);
  }
}
