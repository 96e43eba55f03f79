/** Lets one of several tabs of this browser do something that all of them are told at the same time. */

/**
 * How long the first tab keeps the others out, in milliseconds. Tabs hear of a break at different times, and
 * browsers slow the timers of hidden ones.
 */
const HELD_MS = 10_000;

/**
 * Whether this tab is the first one. Over plain HTTP browsers have no locks, so there each tab is.
 * @param {string} name of what is done
 * @returns {Promise<boolean>}
 */
export function isFirstTab(name) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const hold = async (/** @type {Lock | null} */ lock) => {
      resolve(lock !== null);
      if (lock) await new Promise((release) => setTimeout(release, HELD_MS));
    };
    navigator.locks.request(`kyukei.${name}`, { ifAvailable: true }, hold).catch(() => resolve(true));
  });
}
