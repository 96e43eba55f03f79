/**
 * Which meetings this browser saw in progress: one that is not in progress any more is over. The service forgets
 * an ended meeting after a while, and then says the same of it as of one that never began.
 */
import { recentMeetings } from './recent.js';
import { store } from './storage.js';

/** @param {string} id */
export function keepBegun(id) {
  const all = recentMeetings();
  if (all.some((one) => one.id === id && !one.begun))
    store('recent', JSON.stringify(all.map((one) => (one.id === id ? { ...one, begun: true } : one))));
}

/** Removes a meeting from the recent ones. @param {string} id */
export function forget(id) {
  store('recent', JSON.stringify(recentMeetings().filter((one) => one.id !== id)));
}
