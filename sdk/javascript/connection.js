/**
 * Keeps a stream open. It goes round between these:
 *
 *   asking ──first frame──▶ online ──ended, cut, goodbye──▶ waiting ──▶ asking
 *      └──refused, no answer──▶ waiting       └──silence──▶ asking
 *
 * Online is proved: a stream that says nothing for two heartbeats is given up, whatever the network thinks of it, and so is a
 * request that nobody answers.
 */
import { Moment, NEVER } from './moment.js';
import { openStream } from './open-stream.js';

/** The service answers within 5 s, whatever state it is in; the network may need as long. */
const ANSWER_MS = 10_000;

/** Between two tries until the service says how long (`retry`), and at most, unless it says more. */
const RETRY_MS = 2_000;
const LONGEST_MS = 15_000;

/** A timer that is so much late was stopped: the machine slept, or the page was frozen. */
const FROZEN_MS = 3_000;

/** @typedef {import('./open-stream.js').Ending} Ending */
/**
 * @typedef {object} Handlers
 * @property {() => Promise<[url: string, options: RequestInit]>} ask what to open
 * @property {(event: import('./event-parser.js').StreamEvent) => void} hear
 * @property {(ending: Ending) => 'now' | 'later' | 'never'} offline says when to try again
 * @property {() => void} tick while online, once a second
 */

export class Connection {
  isOnline = false;
  heard = NEVER;
  asked = NEVER;
  #checked = new Moment();
  #retryMs = RETRY_MS;
  #failures = 0;
  /** Until then the service wants to be left alone. */
  #bid = { from: NEVER, ms: 0 };
  #hasFrame = false;
  #isStopped = false;
  /** @type {AbortController | undefined} */
  #request;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #interval;

  /** @param {number} heartbeat seconds @param {Handlers} handlers */
  constructor(heartbeat, handlers) {
    this.handlers = handlers;
    this.beatMs = heartbeat * 1000;
    this.tickMs = Math.min(1000, this.beatMs / 10);
    this.#interval = setInterval(() => this.#check(), this.tickMs);
    void this.#open();
  }

  /** Looks now. It may be called often: a stream just heard, a request just made and a service that asked for time are left alone. */
  wake() {
    if (this.#isStopped || this.#bid.from.ago < this.#bid.ms) return;
    const isWaiting = this.#request && !this.#hasFrame;
    const left = isWaiting
      ? Math.min(ANSWER_MS, this.beatMs * 2) / 2 - this.asked.ago
      : this.beatMs / 10 - Math.min(this.asked.ago, this.heard.ago);
    if (left <= 0) void this.#open();
    else this.#later(left, this.heard);
  }

  /** The service ended the stream, and asked to be left alone for so long. @param {number} [ms] */
  leave(ms) {
    this.#over({ retryMs: ms });
  }

  stop() {
    this.#isStopped = true;
    clearInterval(this.#interval);
    this.#drop();
  }

  #drop() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#timer = this.#request = undefined;
  }

  async #open() {
    this.#drop();
    const request = (this.#request = new AbortController());
    this.asked = new Moment();
    this.#hasFrame = false;
    /** @type {Ending} */
    let ending = {};
    try {
      const [url, options] = await this.handlers.ask();
      const hear = (/** @type {import('./event-parser.js').StreamEvent} */ event) => {
        if (request === this.#request) this.#hear(event);
      };
      ending = await openStream(url, { ...options, signal: request.signal }, hear);
    } catch {
      // There was no token to be had; perhaps there is one later.
    }
    if (request === this.#request) this.#over(ending);
  }

  /** @param {import('./event-parser.js').StreamEvent} event */
  #hear(event) {
    this.#retryMs = event.retry ?? this.#retryMs;
    this.heard = new Moment();
    this.#hasFrame = this.isOnline = true;
    this.#failures = 0;
    this.handlers.hear(event);
  }

  /** @param {Ending} ending @param {boolean} [isSilent] */
  #over(ending, isSilent = false) {
    this.#drop();
    this.isOnline = false;
    const when = this.handlers.offline(ending);
    if (when === 'never') return this.stop();
    const longest = Math.max(this.#retryMs, Math.min(LONGEST_MS, this.beatMs));
    const wait = Math.min(longest, this.#retryMs * 2 ** this.#failures++);
    this.#bid = { from: new Moment(), ms: ending.retryMs ?? 0 };
    // Those who lost their streams together are not to come back together.
    const spread = 1 + Math.random() / 5;
    if (when === 'now') this.#later(0);
    else if (isSilent) this.#later((this.beatMs / 10) * Math.random());
    else this.#later(Math.max(wait, this.#bid.ms) * spread);
  }

  /** Opens a stream in so long, unless something was heard meanwhile. @param {number} ms */
  #later(ms, heard = this.heard) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.heard === heard && this.#open(), ms);
  }

  #check() {
    const gap = this.#checked.ago;
    this.#checked = new Moment();
    const isUnanswered =
      this.#request && !this.#hasFrame && this.asked.ago > Math.min(ANSWER_MS, this.beatMs * 2);
    if (this.isOnline && this.heard.ago > this.beatMs * 2) this.#over({}, true);
    else if (isUnanswered) this.#over({});
    else if (gap > this.tickMs + FROZEN_MS && this.heard.ago >= gap) this.wake();
    if (this.isOnline) this.handlers.tick();
  }
}
