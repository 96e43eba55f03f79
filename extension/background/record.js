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

export class Records {
  /** @param {import('./store.js').Store} store */
  constructor(store) {
    this.store = store;
    const all = Object.entries(store.get('meetings') ?? {});
    const fresh = all.filter(([, { used = 0 }]) => used > Date.now() - KEPT_MS);
    if (fresh.length < all.length) store.set('meetings', Object.fromEntries(fresh));
  }

  /** @param {string} key @returns {Record} */
  get(key) {
    return this.store.get('meetings')?.[key] ?? {};
  }

  /** @param {string} key @param {Record} change */
  change(key, change) {
    this.store.merge('meetings', { [key]: { ...this.get(key), ...change, used: Date.now() } });
  }
}
