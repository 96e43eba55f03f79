/**
 * An estimate of the server's clock, from everything that says its time.
 *
 * A frame was sent before it was heard, so `server_time - heard` is never more than the true offset, and lacks only the delay.
 * The largest is the best, and a frame that waited in a socket while a laptop slept changes nothing. A time that was asked for was
 * told after the question was sent, so `server_time - asked` is never less. The truth lies between the two.
 */

/** How fast two quartz clocks may drift apart, in ms per ms: an old bound is less sure than a new one. */
const DRIFT = 1e-4;

/** When the wall clock leaves the monotonic one by more, in ms, it was set, or the machine slept. */
const STEP_MS = 200;

/** An offset that is less certain is worth asking for. Half of it is the error at worst. */
const VAGUE_MS = 100;

/** Between two questions; how many so, and how long between those that follow (where the network is simply slow). */
const PAUSE_MS = 1_000;
const QUESTIONS = 20;
const LONG_PAUSE_MS = 600_000;

export class ServerClock {
  #low = -Infinity;
  #high = Infinity;
  /** The offset where nothing better is known. */
  #guess = 0;
  #heardAt = 0;
  #skew;
  #askedAt = -Infinity;
  #questions = 0;

  /**
   * @param {() => Promise<number>} ask the server, what time it is (ms)
   * @param {{ now(): number }} wall the desk's clock
   * @param {{ now(): number }} monotonic one that nobody sets
   */
  constructor(ask, wall = Date, monotonic = performance) {
    this.ask = ask;
    this.wall = wall;
    this.monotonic = monotonic;
    this.#skew = this.#difference();
  }

  /** Milliseconds to add to the desk's clock. */
  get offset() {
    if (this.#high < Infinity) return (this.#low + this.#high) / 2;
    return this.#low > -Infinity ? this.#low : this.#guess;
  }

  /** The server's time, in ms. */
  now() {
    return this.wall.now() + this.offset;
  }

  /**
   * Takes a time that the server said.
   * @param {number} serverTime ms
   * @param {number} [askedAt] when it was asked for, by the desk's clock
   */
  hear(serverTime, askedAt = -Infinity) {
    this.#lookForStep();
    const now = this.wall.now();
    const [low, high] = [serverTime - now, serverTime - askedAt];
    const slack = Math.abs(now - this.#heardAt) * DRIFT;
    this.#heardAt = now;
    this.#low = Math.max(low, this.#low - slack);
    this.#high = Math.min(high, this.#high + slack);
    // One of the clocks was set meanwhile.
    if (this.#low > this.#high) [this.#low, this.#high] = [low, low > high ? Infinity : high];
  }

  /** To be called once a second: asks where that helps. */
  async tick() {
    this.#lookForStep();
    const now = this.monotonic.now();
    const pause = this.#questions < QUESTIONS ? PAUSE_MS : LONG_PAUSE_MS;
    if (this.#high - this.#low <= VAGUE_MS || now - this.#askedAt < pause) return;
    this.#questions++;
    this.#askedAt = now;
    const askedAt = this.wall.now();
    const skew = this.#skew;
    const time = await this.ask().catch(() => NaN);
    this.#lookForStep();
    if (time && skew === this.#skew) this.hear(time, askedAt);
  }

  /** All is to be learnt anew when the desk's clock was set, or the machine slept. */
  #lookForStep() {
    const skew = this.#difference();
    if (Math.abs(skew - this.#skew) <= STEP_MS) return;
    // Mostly the machine slept, and the offset is what it was.
    this.#guess = this.offset;
    [this.#skew, this.#low, this.#high] = [skew, -Infinity, Infinity];
    [this.#questions, this.#askedAt] = [0, -Infinity];
  }

  #difference() {
    return this.wall.now() - this.monotonic.now();
  }
}
