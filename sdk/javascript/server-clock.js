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

/**
 * @param {() => Promise<string>} ask the server, what time it is
 * @param {{ now(): number }} wall the desk's clock
 * @param {{ now(): number }} monotonic one that nobody sets
 */
export function serverClock(ask, wall = Date, monotonic = performance) {
  let low = -Infinity;
  let high = Infinity;
  /** The offset where nothing better is known. */
  let guess = 0;
  let heardAt = 0;
  let askedAt = -Infinity;
  let questions = 0;
  const difference = () => wall.now() - monotonic.now();
  let skew = difference();

  /** Milliseconds to add to the desk's clock. */
  const offset = () => (high < Infinity ? (low + high) / 2 : low > -Infinity ? low : guess);

  /** All is to be learnt anew when the desk's clock was set, or the machine slept. */
  const lookForStep = () => {
    if (Math.abs(difference() - skew) <= STEP_MS) return;
    skew = difference();
    // Mostly the machine slept, and the offset is what it was.
    guess = offset();
    [low, high, questions, askedAt] = [-Infinity, Infinity, 0, -Infinity];
  };

  /**
   * Takes a time that the server said.
   * @param {string} time
   * @param {number} [asked] when it was asked for, by the desk's clock
   */
  const hear = (time, asked = -Infinity) => {
    lookForStep();
    const now = wall.now();
    const serverTime = Date.parse(time);
    if (!serverTime) return;
    const slack = Math.abs(now - heardAt) * DRIFT;
    heardAt = now;
    low = Math.max(serverTime - now, low - slack);
    high = Math.min(serverTime - asked, high + slack);
    // One of the clocks was set meanwhile.
    if (low > high) [low, high] = [serverTime - now, Infinity];
  };

  return {
    offset,
    hear,
    /** The server's time, in ms. */
    now: () => wall.now() + offset(),
    /** To be called once a second: asks where that helps. */
    async tick() {
      lookForStep();
      const now = monotonic.now();
      const pause = questions < QUESTIONS ? PAUSE_MS : LONG_PAUSE_MS;
      if (high - low <= VAGUE_MS || now - askedAt < pause) return;
      questions++;
      askedAt = now;
      const [asked, before] = [wall.now(), skew];
      const time = await ask().catch(() => '');
      lookForStep();
      if (before === skew) hear(time, asked);
    },
  };
}
