/** All meetings that this browser follows: those of its tabs, and the one whose code the user entered. */
import { Following } from './following.js';

/** The alarm that reopens the stream of a meeting without a tab. */
const ALARM = 'follow';

export class Followings {
  /** @type {Map<string, Following>} */
  #all = new Map();

  /**
   * @param {(meeting: string, asMember: boolean) => Following} start
   * @param {(following: Following) => void} onLeft called when nobody wants the meeting any more
   */
  constructor(start, onLeft) {
    this.start = start;
    this.onLeft = onLeft;
  }

  get all() {
    return [...this.#all.values()];
  }

  /** @param {string | null} meeting */
  of(meeting) {
    return meeting === null ? undefined : this.#all.get(meeting);
  }

  /** @param {Iterable<string>} meetings */
  want(meetings) {
    const wanted = new Set(meetings);
    for (const [meeting, following] of this.#all) {
      if (wanted.has(meeting)) continue;
      following.stop();
      this.#all.delete(meeting);
      this.onLeft(following);
    }
    for (const meeting of wanted)
      if (!this.#all.has(meeting)) this.#all.set(meeting, this.start(meeting, false));
    if (wanted.size) void chrome.alarms.create(ALARM, { periodInMinutes: 0.5 });
    else void chrome.alarms.clear(ALARM);
  }

  /**
   * Opens a new stream, because the role, key or token has changed.
   * @param {string} meeting @param {boolean} [asMember]
   */
  restart(meeting, asMember = false) {
    this.#all.get(meeting)?.stop();
    if (this.#all.has(meeting)) this.#all.set(meeting, this.start(meeting, asMember));
  }

  stopAll() {
    this.want([]);
  }

  wake() {
    for (const following of this.#all.values()) following.wake();
  }
}
