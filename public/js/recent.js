/**
 * The meetings that this browser opened last, for the first page; and which of them it led, for the page of
 * all meetings.
 */
import { store, storedList } from './storage.js';

const KEPT = 20;

/**
 * @typedef {{ id: string, page: 'console' | 'm', led?: boolean, begun?: boolean, title?: string }} Recent
 *   `page` = the one that was open last; `begun` = the meeting was in progress once (begun.js)
 */

/** The most recent first. @returns {Recent[]} */
export const recentMeetings = () =>
  storedList('recent', ({ id, page }) => /^[\w-]{1,64}$/.test(id) && ['console', 'm'].includes(page));

/** @param {Recent} visited */
export function keepRecent({ id, page, title }) {
  const all = recentMeetings();
  const before = all.find((one) => one.id === id);
  const kept = { ...before, id, page, ...(page === 'console' && { led: true }), ...(title && { title }) };
  store('recent', JSON.stringify([kept, ...all.filter((one) => one !== before)].slice(0, KEPT)));
}

/** The name that somebody typed for a meeting whose id is a digest of it. @param {string} id */
export const titleOf = (id) => recentMeetings().find((one) => one.id === id)?.title;
