import { defer, filter, first, of, Subject, type Observable } from 'rxjs';
import { Clock } from '../../src/clock/clock.js';

/** A clock that a test sets. Time passes in `pass`, and only there. */
export class ManualClock extends Clock {
  private readonly ticks = new Subject<number>();

  constructor(private time = Date.UTC(2025, 9, 17, 10, 30)) {
    super();
  }

  override now(): number {
    return this.time;
  }

  override every(ms: number): Observable<number> {
    return defer(() => {
      const begun = this.time;
      return this.ticks.pipe(filter((time) => time > begun && (time - begun) % ms === 0));
    });
  }

  override at(time: number): Observable<number> {
    return defer(() => (this.time >= time ? of(this.time) : this.ticks.pipe(first((now) => now >= time))));
  }

  pass(ms: number): void {
    for (const end = this.time + ms; this.time < end;) {
      this.time++;
      this.ticks.next(this.time);
    }
  }

  /** As an operator or NTP sets a clock: no time passes. */
  set(time: number): void {
    this.time = time;
  }
}
