/** The meetings that this browser led, the last one first. */
import { store, stored } from './storage.js';

const KEPT = 20;

/** @returns {string[]} */
export function visited() {
  try {
    const ids = JSON.parse(stored('led', '[]'));
    return Array.isArray(ids) ? ids.filter((id) => /^[\w-]{1,64}$/.test(id)) : [];
  } catch {
    return [];
  }
}

/** @param {string} id */
export function remember(id) {
  store('led', JSON.stringify([id, ...visited().filter((one) => one !== id)].slice(0, KEPT)));
}
