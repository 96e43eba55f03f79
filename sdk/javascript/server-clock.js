/**
 * An estimate of the server's clock, from everything that says its time.
 *
 * A frame was sent before it was heard, so `server_time - heard` is never more than the true offset, and lacks only the delay.
 * The largest is the best, and a frame that waited in a socket while a laptop slept changes nothing. A time that was asked for was
 * told after the question was sent, so `server_time - asked` is never less. The truth lies between the two.
 */

/** How fast two quartz clocks may drift apart, in ms per ms: an old bound is less sure than a new one. */
const DRIFT = 3e-5;

/** When the wall clock leaves the monotonic one by more, in ms, it was set, or the machine slept. */
const STEP_MS = 200;

/** An offset that is less certain is worth asking for. Half of it is the error at worst. */
const VAGUE_MS = 100;

/** How many questions at most, two a second; after that a pair every two minutes, for the network is simply slow. */
const QUESTIONS = 20;
const PAUSE_MS = 120_000;

/**
 * @param {() => Promise<string>} ask the server, what time it is
 * @param {{ now(): number }} wall the desk's clock
 * @param {{ now(): number }} monotonic one that nobody sets
 */
export function serverClock(ask, wall = Date, monotonic = performance) {
  let low = -Infinity;
  let high = Infinity;
  /** The offset of before a step. */
  let guess = -Infinity;
  let heardAt = 0;
  let askedAt = -Infinity;
  let questions = 0;
  const difference = () => wall.now() - monotonic.now();
  let skew = difference();

  /** Milliseconds to add to the desk's clock. */
  const offset = () => {
    const known = high < Infinity ? (low + high) / 2 : Math.max(low, guess);
    return known > -Infinity ? known : 0;
  };

  /** All is to be learnt anew when the desk's clock was set, or the machine slept. */
  const lookForStep = () => {
    if (Math.abs(difference() - skew) <= STEP_MS) return;
    skew = difference();
    // Mostly the machine slept, and the offset is what it was; what its socket kept meanwhile says less.
    guess = offset();
    [low, high, questions] = [-Infinity, Infinity, 0];
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

  const question = async () => {
    questions++;
    const [asked, before] = [wall.now(), skew];
    const time = await ask().catch(() => '');
    lookForStep();
    if (before === skew) hear(time, asked);
  };

  return {
    offset,
    hear,
    /** The server's time, in ms. */
    now: () => wall.now() + offset(),
    /** To be called once a second: asks where that helps. */
    tick() {
      lookForStep();
      const now = monotonic.now();
      if (high - low <= VAGUE_MS || (questions >= QUESTIONS && now - askedAt < PAUSE_MS)) return;
      askedAt = now;
      void question();
      void question();
    },
  };
}
