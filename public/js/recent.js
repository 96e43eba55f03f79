/** The meetings that this browser had open last, for the first page. */
import { store, stored } from './storage.js';

const KEPT = 8;

/** @typedef {{ id: string, page: 'console' | 'm', title?: string }} Recent */

/** The last one first. @returns {Recent[]} */
export function recentMeetings() {
  try {
    const list = JSON.parse(stored('recent', '[]'));
    return Array.isArray(list)
      ? list.filter(({ id, page }) => /^[\w-]{1,64}$/.test(id) && ['console', 'm'].includes(page))
      : [];
  } catch {
    return [];
  }
}

/** @param {Recent} visited */
export function keepRecent({ id, page, title = titleOf(id) }) {
  const others = recentMeetings().filter((one) => one.id !== id);
  store('recent', JSON.stringify([{ id, page, ...(title && { title }) }, ...others].slice(0, KEPT)));
}

/** The words that somebody typed for a meeting whose id does not show them. @param {string} id */
export const titleOf = (id) => recentMeetings().find((one) => one.id === id)?.title;
