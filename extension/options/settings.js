/** The settings in the options page. An administrator's values override the user's. */

import { readSettings } from '../background/settings.js';

/** @typedef {import('../messages.js').Settings} Settings */

/**
 * @typedef {object} OptionsContext what all parts of the options page share
 * @property {Settings} settings as they were when the page was opened, with what was chosen on it since
 * @property {Set<string>} managed the names of the settings that an administrator has set
 * @property {() => void} saved says on the page that a change was stored
 */

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
