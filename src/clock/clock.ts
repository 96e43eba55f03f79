import { defer, interval, map, retry, tap, timer, type Observable } from 'rxjs';

/** Time as the service sees it. The only clock there is: rules take `now` from it, and tests put their own in. */
export abstract class Clock {
  /** Milliseconds since the Unix epoch. */
  abstract now(): number;
  /**
   * Milliseconds that have passed since some moment of this process. Nobody can set it, so lifetimes and intervals go by it: `now()`
   * may go back.
   */
  elapsed(): number {
    return performance.now();
  }

  /** Emits `now()` every `ms` milliseconds after subscribing. Each subscription is one timer: share it. */
  abstract every(ms: number): Observable<number>;
  /** Emits once, when `now()` is not before `time` any more; each subscription is one timer. `time` is within the next days. */
  abstract at(time: number): Observable<number>;

  timestamp(): string {
    return new Date(this.now()).toISOString();
  }
}

/** How late a machine that slept through the time notices. */
const LOOK_AGAIN_MS = 5_000;

export class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }

  override every(ms: number): Observable<number> {
    return interval(ms).pipe(map(() => this.now()));
  }

  override at(time: number): Observable<number> {
    // Node's timers do not follow the clock, stand still while the machine sleeps, and may be a millisecond early: look again
    // until it is time.
    return defer(() => timer(Math.min(Math.max(0, time - this.now()), LOOK_AGAIN_MS))).pipe(
      map(() => this.now()),
      tap((now) => {
        if (now < time) throw new Error('too early');
      }),
      retry(),
    );
  }
}
