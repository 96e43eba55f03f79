/**
 * Owner of timers that belong to no process of the service, such as a member's wait or the end of a fault.
 */
export const NOBODY = -1;

export interface Timer {
  at: number;
  readonly everyMs: number | undefined;
  readonly owner: number;
  readonly run: () => void;
}

/**
 * Start of the simulated time, in milliseconds since the Unix epoch: shortly before 10:30, when a break is
 * planned.
 */
export const EPOCH = Date.UTC(2025, 9, 17, 10, 29, 56, 500);

/** Simulated time. It passes only in {@link fire}, from one timer to the next. */
export class VirtualTime {
  /** The time of the running schedule, for the fake timers. */
  static current = new VirtualTime();

  /** Milliseconds since {@link EPOCH}. */
  now = 0;
  /** The process whose step runs now; it owns the timers that are set meanwhile. */
  owner = NOBODY;
  readonly immediates: (() => void)[] = [];
  private readonly timers: Timer[] = [];

  after(ms: number, run: () => void, everyMs?: number): Timer {
    // Node uses 1 ms for a delay that is not a number.
    const timer = {
      at: this.now + (Number.isFinite(ms) ? Math.max(0, ms) : 1),
      everyMs,
      owner: this.owner,
      run,
    };
    this.insert(timer);
    return timer;
  }

  cancel(timer: Timer | undefined): void {
    const place = timer ? this.timers.indexOf(timer) : -1;
    if (place >= 0) this.timers.splice(place, 1);
  }

  /** Cancels the timers of a process that died. */
  cancelAllOf(owner: number): void {
    for (let i = this.timers.length - 1; i >= 0; i--)
      if (this.timers[i]?.owner === owner) this.timers.splice(i, 1);
  }

  /** The timer that is due first; of two for the same time, the one that was set earlier. */
  get next(): Timer | undefined {
    return this.timers[0];
  }

  /** Lets the time pass up to the next timer, and runs it. */
  fire(): void {
    const timer = this.timers.shift();
    if (!timer) return;
    this.now = Math.max(this.now, timer.at);
    if (timer.everyMs !== undefined) {
      timer.at = this.now + timer.everyMs;
      this.insert(timer);
    }
    this.owner = timer.owner;
    timer.run();
  }

  private insert(timer: Timer): void {
    let place = this.timers.length;
    while (place > 0 && (this.timers[place - 1]?.at ?? 0) > timer.at) place--;
    this.timers.splice(place, 0, timer);
  }
}
