/** The meetings that this browser had open last, for the first page. */
import { store, storedList } from './storage.js';

const KEPT = 8;

/** @typedef {{ id: string, page: 'console' | 'm', title?: string }} Recent */

/** The last one first. @returns {Recent[]} */
export const recentMeetings = () =>
  storedList('recent', ({ id, page }) => /^[\w-]{1,64}$/.test(id) && ['console', 'm'].includes(page));

/** @param {Recent} visited */
export function keepRecent({ id, page, title = titleOf(id) }) {
  const others = recentMeetings().filter((one) => one.id !== id);
  store('recent', JSON.stringify([{ id, page, ...(title && { title }) }, ...others].slice(0, KEPT)));
}

/** The words that somebody typed for a meeting whose id does not show them. @param {string} id */
export const titleOf = (id) => recentMeetings().find((one) => one.id === id)?.title;
