/**
 * A moment that time can be measured from. Two clocks, because one may stand still while a machine sleeps, and the other may be
 * set by somebody.
 */
export class Moment {
  constructor(wall = Date.now(), monotonic = performance.now()) {
    this.wall = wall;
    this.monotonic = monotonic;
  }

  /** Milliseconds since then; what says more of the two is right. */
  get ago() {
    return Math.max(Date.now() - this.wall, performance.now() - this.monotonic);
  }
}

export const NEVER = new Moment(-Infinity, -Infinity);
