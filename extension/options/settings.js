/** The settings: what the user chose, and what an administrator did, which wins. */

import { readSettings } from '../background/settings.js';

/** @typedef {import('../messages.js').Settings} Settings */

/** @returns {Promise<Partial<Settings>>} Firefox refuses where no administrator has set anything. */
export const readManaged = () => chrome.storage.managed.get(null).catch(() => ({}));

/** @returns {Promise<Settings>} */
export async function readKept() {
  const { settings } = await chrome.storage.local.get('settings');
  return readSettings(/** @type {Partial<Settings>} */ (settings));
}

/** Keeps a change. Settings of an administrator are never written down as the user's. @param {Partial<Settings>} change */
export async function keep(change) {
  const { settings } = await chrome.storage.local.get('settings');
  await chrome.storage.local.set({ settings: { .../** @type {object} */ (settings ?? {}), ...change } });
}
