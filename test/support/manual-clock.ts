import { Observable } from 'rxjs';
import { Clock } from '../../src/clock/clock.js';

/** Somebody who waits for a time. */
interface Due {
  at: number;
  readonly emit: (now: number) => void;
}

/** A clock that a test sets. Time passes in `pass`, and only there: from one moment that somebody waits for to the next. */
export class ManualClock extends Clock {
  private readonly dues = new Set<Due>();

  constructor(private time = Date.UTC(2025, 9, 17, 10, 30)) {
    super();
  }

  override now(): number {
    return this.time;
  }

  override every(ms: number): Observable<number> {
    return new Observable((subscriber) => {
      const due: Due = {
        at: this.time + ms,
        emit: (now) => {
          due.at = now + ms;
          subscriber.next(now);
        },
      };
      return this.wait(due);
    });
  }

  override at(time: number): Observable<number> {
    return new Observable((subscriber) => {
      const emit = (now: number) => {
        subscriber.next(now);
        subscriber.complete();
      };
      if (this.time < time) return this.wait({ at: time, emit });
      emit(this.time);
      return undefined;
    });
  }

  pass(ms: number): void {
    const end = this.time + ms;
    for (let next = this.next(); next <= end; next = this.next()) {
      this.time = Math.max(this.time, next);
      for (const due of [...this.dues]) if (due.at <= this.time) due.emit(this.time);
    }
    this.time = end;
  }

  /** As an operator or NTP sets a clock: no time passes. */
  set(time: number): void {
    this.time = time;
  }

  private next(): number {
    return Math.min(...[...this.dues].map(({ at }) => at));
  }

  private wait(due: Due): () => void {
    this.dues.add(due);
    return () => this.dues.delete(due);
  }
}
