/** The settings in the options page. An administrator's values override the user's. */

import { readSettings } from '../background/settings.js';

/** @typedef {import('../messages.js').Settings} Settings */

/** @returns {Promise<Settings>} */
export async function readKept() {
  const { settings } = await chrome.storage.local.get('settings');
  return readSettings(/** @type {Partial<Settings>} */ (settings));
}

/**
 * Stores a change. An administrator's values are never stored as the user's.
 * @param {Partial<Settings>} change
 */
export async function keep(change) {
  const { settings } = await chrome.storage.local.get('settings');
  await chrome.storage.local.set({ settings: { .../** @type {object} */ (settings ?? {}), ...change } });
}
