import { defer, interval, map, retry, tap, timer, type Observable } from 'rxjs';

/** The only clock of the service. The rules get `now` from it, and tests replace it. */
export abstract class Clock {
  /** Milliseconds since the Unix epoch. */
  abstract now(): number;
  /**
   * Milliseconds since an arbitrary moment of this process. Measure lifetimes and intervals with it: `now()`
   * may go back when somebody sets the clock.
   */
  elapsed(): number {
    return performance.now();
  }

  /** Emits `now()` every `ms` milliseconds after subscribing. Each subscription is one timer: share it. */
  abstract every(ms: number): Observable<number>;
  /**
   * Emits once `now()` has reached `time`, which is at most some days away. Each subscription is one timer.
   */
  abstract at(time: number): Observable<number>;

  timestamp(): string {
    return new Date(this.now()).toISOString();
  }
}

/** Maximum delay, in milliseconds, after a machine slept through the time. */
const LOOK_AGAIN_MS = 5_000;

export class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }

  override every(ms: number): Observable<number> {
    return interval(ms).pipe(map(() => this.now()));
  }

  override at(time: number): Observable<number> {
    // Node's timers do not follow the clock, stand still while the machine sleeps, and may fire a millisecond
    // early: check again until the time has come.
    return defer(() => timer(Math.min(Math.max(0, time - this.now()), LOOK_AGAIN_MS))).pipe(
      map(() => this.now()),
      tap((now) => {
        if (now < time) throw new Error('too early');
      }),
      retry(),
    );
  }
}
