/**
 * Keeps a stream open. It goes round between these:
 *
 *   asking ──first frame──▶ online ──ended, cut, goodbye──▶ waiting ──▶ asking
 *      └──refused, no answer──▶ waiting       └──silence──▶ asking
 *
 * Online is proved: a stream that says nothing for two heartbeats is given up, whatever the network thinks of it, and so is a
 * request that nobody answers.
 */
import { openStream } from './open-stream.js';

/** Between two tries at most, unless the service says more. */
const LONGEST_MS = 15_000;

/** A timer that is so much late was stopped: the machine slept, or the page was frozen. */
const FROZEN_MS = 3_000;

/**
 * A moment, by two clocks: one of them may stand still while a machine sleeps, and the other may be set by somebody. Of what they say
 * has passed, the longer is right.
 * @typedef {[wall: number, monotonic: number]} Moment
 */

/** @returns {Moment} */
const moment = () => [Date.now(), performance.now()];

/** @param {Moment} then */
const since = ([wall, monotonic]) => Math.max(Date.now() - wall, performance.now() - monotonic);

/** @typedef {import('./open-stream.js').Ending} Ending */
/**
 * @typedef {object} Handlers
 * @property {() => Promise<[url: string, options: RequestInit]>} ask what to open
 * @property {(event: import('./event-parser.js').StreamEvent, askedAt: number) => void} hear
 * @property {(ending: Ending) => boolean} offline answers whether to try again at once
 * @property {() => void} tick while online, once a second
 */

/** @param {number} heartbeat seconds @param {Handlers} handlers */
export function keepOpen(heartbeat, { ask, hear, offline, tick }) {
  const beatMs = heartbeat * 1000;
  const tickMs = Math.min(1000, beatMs / 10);
  // The service answers within 5 s, whatever state it is in; the network may need as long.
  const answerMs = Math.min(10_000, beatMs * 2);
  let isOnline = false;
  let isStopped = false;
  /** Whether the stream that was asked for has spoken. */
  let hasFrame = false;
  /** @type {Moment} */
  let heard = [-Infinity, -Infinity];
  let [asked, ended, checked] = [heard, heard, moment()];
  /** Between two tries at least; the service says it on every stream. */
  let retryMs = 2_000;
  /** How long after `ended` the service wants to be left alone. */
  let restMs = 0;
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
      const [url, options] = await ask();
      ending = await openStream(url, { ...options, signal: mine.signal }, (event) => {
        if (mine !== request) return;
        retryMs = event.retry ?? retryMs;
        heard = moment();
        hasFrame = isOnline = true;
        failures = 0;
        hear(event, asked[0]);
      });
    } catch {
      // There was no token to be had; perhaps there is one later.
    }
    if (mine === request) over(ending);
  };

  /** Opens a stream in so long, unless something was heard meanwhile. @param {number} ms */
  const later = (ms) => {
    const before = heard;
    clearTimeout(timer);
    timer = setTimeout(() => before === heard && open(), ms);
  };

  /** @param {Ending} ending */
  const over = (ending, isSilent = false) => {
    drop();
    isOnline = false;
    const isAtOnce = offline(ending);
    if (isStopped) return;
    [ended, restMs] = [moment(), ending.retryMs ?? 0];
    const longest = Math.max(retryMs, Math.min(LONGEST_MS, beatMs));
    const wait = Math.max(restMs, Math.min(longest, retryMs * 2 ** failures++));
    // Those who lost their streams together are not to come back together.
    const random = Math.random();
    later(isAtOnce ? 0 : isSilent ? (beatMs / 10) * random : wait * (1 + random / 5));
  };

  const wake = () => {
    if (isStopped || since(ended) < restMs) return;
    const isAsking = request && !hasFrame;
    const left = isAsking ? answerMs / 2 - since(asked) : beatMs / 10 - Math.min(since(asked), since(heard));
    later(Math.max(0, left));
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
  // The network is another one, and what hangs in the old one hangs for long.
  globalThis.addEventListener?.('online', wake);
  void open();
  return {
    isOnline: () => isOnline,
    /** Looks now. It may be called often: a stream just heard, a request just made and a service that asked for time are left alone. */
    wake,
    /** The service ended the stream, and asked to be left alone for so long. @param {number} [ms] */
    leave: (ms) => over({ retryMs: ms }),
    stop() {
      isStopped = true;
      isOnline = false;
      clearInterval(interval);
      globalThis.removeEventListener?.('online', wake);
      drop();
    },
  };
}
