/** The meetings that this browser led, the last one first. */
import { store, storedList } from './storage.js';

const KEPT = 20;

/** @returns {string[]} */
export const visited = () => storedList('led', (id) => /^[\w-]{1,64}$/.test(id));

/** @param {string} id */
export function remember(id) {
  store('led', JSON.stringify([id, ...visited().filter((one) => one !== id)].slice(0, KEPT)));
}
