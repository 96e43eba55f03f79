/**
 * Keeps an event stream open: reconnects when it ends, breaks off or falls silent. Its states:
 *
 *   asking ──first frame──▶ online ──ended, cut, goodbye──▶ waiting ──▶ asking
 *      └──refused, no answer──▶ waiting       └──silence──▶ asking
 *
 * "Online" needs proof: a stream without a frame for two heartbeats is closed, even if the operating system
 * reports no error. A request without an answer is aborted, too.
 */

/** Longest wait between two attempts, unless the service asks for a longer one. */
const LONGEST_MS = 15_000;

/** The longest wait that the service or a proxy may ask for. A timer of weeks would fire at once. */
const LONGEST_WAIT_MS = 3_600_000;

/** If a timer fires this much too late, the machine slept or the browser froze the page. */
const FROZEN_MS = 3_000;

/**
 * A point in time on two clocks. The monotonic clock may stop while the machine sleeps, and somebody may set
 * the wall clock back. So the elapsed time is the longer of both.
 * @typedef {[wall: number, monotonic: number]} Moment
 */

/** @returns {Moment} */
const moment = () => [Date.now(), performance.now()];

/** @param {Moment} then */
const since = ([wall, monotonic]) => Math.max(Date.now() - wall, performance.now() - monotonic);

/** @typedef {import('./read-stream.js').Ending} Ending */
/**
 * @typedef {object} Handlers
 * @property {(signal: AbortSignal, onEvent: (event: import('./event-parser.js').StreamEvent) => void) =>
 *   Promise<Ending>} connect opens a stream, and reads it to its end
 * @property {(event: import('./event-parser.js').StreamEvent, askedAt: number) => void} hear
 * @property {(ending: Ending) => boolean} offline returns whether to reconnect without a wait
 * @property {() => void} tick called once a second while online
 */

/** @param {number} heartbeat seconds @param {Handlers} handlers */
export function keepOpen(heartbeat, { connect, hear, offline, tick }) {
  const beatMs = heartbeat * 1000;
  const tickMs = Math.min(1000, beatMs / 10);
  // The service answers within 5 s, even without its store; the network may add as much.
  const answerMs = Math.min(10_000, beatMs * 2);
  let isOnline = false;
  let isStopped = false;
  /** Whether the current stream has sent a frame. */
  let hasFrame = false;
  /** @type {Moment} */
  let heard = [-Infinity, -Infinity];
  let asked = heard;
  let ended = heard;
  let checked = moment();
  /** Shortest wait between two attempts; the service sends it as `retry:` on every stream. */
  let retryMs = 2_000;
  /** Wait after `ended` that the service asked for (`Retry-After`, goodbye). */
  let leastMs = 0;
  let failures = 0;
  /** @type {AbortController | undefined} */
  let request;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const drop = () => {
    clearTimeout(timer);
    request?.abort();
    request = undefined;
  };

  const open = async () => {
    drop();
    const mine = (request = new AbortController());
    asked = moment();
    hasFrame = false;
    /** @type {Ending} */
    let ending = {};
    try {
      ending = await connect(mine.signal, (event) => {
        if (mine !== request) return;
        retryMs = Math.min(event.retry || retryMs, LONGEST_WAIT_MS);
        heard = moment();
        hasFrame = isOnline = true;
        failures = 0;
        hear(event, asked[0]);
      });
    } catch {
      // The token function failed; it may succeed at the next attempt.
    }
    if (mine === request) over(ending);
  };

  /** Opens a stream after `ms`, unless a frame arrives meanwhile. @param {number} ms */
  const later = (ms) => {
    const before = heard;
    clearTimeout(timer);
    if (isStopped) return;
    timer = setTimeout(() => before === heard && open(), ms);
  };

  /** @param {Ending} ending */
  const over = (ending, isSilent = false) => {
    drop();
    isOnline = false;
    const isAtOnce = offline(ending);
    ended = moment();
    leastMs = Math.min(ending.retryMs || 0, LONGEST_WAIT_MS);
    const most = Math.max(retryMs, Math.min(LONGEST_MS, beatMs));
    const wait = Math.max(leastMs, Math.min(most, retryMs * 2 ** failures++));
    // Jitter: clients that lost their streams at the same time must not all reconnect at the same time.
    const random = Math.random();
    later(isAtOnce ? 0 : isSilent ? (beatMs / 10) * random : wait * (1 + random / 5));
  };

  const wake = () => {
    if (since(ended) < leastMs) return;
    const isAsking = request && !hasFrame;
    const left = isAsking ? answerMs / 2 - since(asked) : beatMs / 10 - Math.min(since(asked), since(heard));
    later(left);
  };

  const check = () => {
    const gap = since(checked);
    checked = moment();
    if (isOnline && since(heard) > beatMs * 2) over({}, true);
    else if (request && !hasFrame && since(asked) > answerMs) over({});
    else if (gap > tickMs + FROZEN_MS && since(heard) >= gap) wake();
    if (isOnline) tick();
  };

  const interval = setInterval(check, tickMs);
  // After a change of network, connections of the old one hang until a timeout.
  globalThis.addEventListener?.('online', wake);
  void open();
  return {
    isStopped: () => isStopped,
    /**
     * Reconnects soon if the stream may be dead. May be called often: does nothing right after a frame or a
     * request, and while the service wants no new connection.
     */
    wake,
    /** Closes the stream after a goodbye, and reconnects after `ms`. @param {number} [ms] */
    leave: (ms) => over({ retryMs: ms }),
    stop() {
      isStopped = true;
      clearInterval(interval);
      globalThis.removeEventListener?.('online', wake);
      drop();
    },
  };
}
