/**
 * Estimates the server's clock from every time that the server sends.
 *
 * The server sends a frame before the client receives it, so `server_time - received` is a lower bound of the
 * true offset; it is too low by the delay. The largest one is the best, so a frame that waited in a socket
 * while a laptop slept does no harm. The server answers a request after the client sends it, so `server_time
 * - sent` is an upper bound. The true offset lies between both bounds.
 */

/** How fast two quartz clocks may drift apart, in ms per ms. Bounds widen by it as they get older. */
const DRIFT = 3e-5;

/** If wall clock and monotonic clock diverge by more, somebody set the wall clock, or the machine slept. */
const STEP_MS = 200;

/** With bounds further apart than this, the client asks for the time. The error is at most half of it. */
const VAGUE_MS = 100;

/** With bounds further apart than this, a frame waited somewhere, and the middle means nothing. */
const LATE_MS = 1_000;

/**
 * After this many requests, two per second, the network is simply slow: then two requests every `PAUSE_MS`.
 */
const QUESTIONS = 20;
const PAUSE_MS = 120_000;

/**
 * @param {() => Promise<string>} ask requests the time from the server
 * @param {{ now(): number }} wall the clock of this computer, which may be wrong or set
 * @param {{ now(): number }} monotonic a clock that nobody can set
 */
export function serverClock(ask, wall = Date, monotonic = performance) {
  let low = -Infinity;
  let high = Infinity;
  /**
   * The offset before the bounds were discarded; at first what the first frame says.
   * @type {number | undefined}
   */
  let guess;
  let heardAt = 0;
  let askedAt = -Infinity;
  let questions = 0;
  const difference = () => wall.now() - monotonic.now();
  let skew = difference();

  /** Milliseconds to add to the wall clock. */
  const offset = () => {
    if (high - low <= LATE_MS) return (low + high) / 2;
    // Usually the machine slept, and the offset is unchanged. Frames that waited in the socket give a lower
    // bound that is too low, so the old offset stays the estimate while the bounds allow it and say little.
    return Math.min(high, Math.max(low, guess ?? 0));
  };

  /** Discards the bounds. */
  const restart = (least = -Infinity, most = Infinity) => {
    guess = offset();
    [low, high, questions] = [least, most, 0];
  };

  /** The wall clock was set, or the machine slept. */
  const lookForStep = () => {
    if (Math.abs(difference() - skew) <= STEP_MS) return;
    skew = difference();
    restart();
  };

  /**
   * Takes a time that the server sent.
   * @param {string} time
   * @param {number} [asked] when the client requested it, by the wall clock
   */
  const hear = (time, asked = -Infinity) => {
    lookForStep();
    const now = wall.now();
    const serverTime = Date.parse(time);
    if (!serverTime) return;
    const slack = Math.abs(now - heardAt) * DRIFT;
    heardAt = now;
    const least = serverTime - now;
    const most = serverTime - asked;
    guess ??= least;
    low = Math.max(least, low - slack);
    high = Math.min(most, high + slack);
    // Impossible bounds: the server's clock was set, or another server answers. Both sides round their times
    // to the millisecond, so either bound may be too tight by one.
    if (low > high + 2) restart(least, most);
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
    /** Call this once a second: it requests the time while the bounds are too far apart. */
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
