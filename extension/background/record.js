/** The stored record of each meeting on each server. */

/**
 * @typedef {object} Record
 * @property {string} [cursor]
 * @property {boolean} [leads]
 * @property {string} [token] of the link that was followed
 * @property {string} [leaderToken] of the start of the meeting, or typed
 * @property {string} [told] the break that was told last: a notification and a chime for each, once
 * @property {{ rest_id: string, at: string }} [over]
 * @property {{ rest_id: string, status: 'seen' | 'away' | 'back' }} [said]
 * @property {string} [asked] in which stretch of work, or in which break
 * @property {string} [title] the words that a digest stands for
 * @property {number} [used] when it was of use last
 */

/** Records of meetings that were not used for 30 days are deleted. */
const KEPT_MS = 30 * 86_400_000;
/** The most records that are kept. Without a limit, a page that changes its address often fills the storage. */
const MOST = 500;

/** @param {{ [key: string]: Record }} meetings @returns {{ [key: string]: Record }} */
function newest(meetings) {
  const fresh = Object.entries(meetings).filter(([, { used = 0 }]) => used > Date.now() - KEPT_MS);
  const sorted = fresh.sort(([, { used: a = 0 }], [, { used: b = 0 }]) => b - a);
  return Object.fromEntries(sorted.slice(0, MOST));
}

export class Records {
  /** @param {import('./store.js').Store} store */
  constructor(store) {
    this.store = store;
  }

  /** @param {string} key @returns {Record} */
  get(key) {
    return this.store.get('meetings')?.[key] ?? {};
  }

  /** @param {string} key @param {Record} change */
  change(key, change) {
    const meetings = this.store.get('meetings') ?? {};
    const changed = { ...meetings, [key]: { ...meetings[key], ...change, used: Date.now() } };
    this.store.set('meetings', key in meetings ? changed : newest(changed));
  }
}
