/** The settings: what the user chose, and what an administrator did, which wins. */

/** @typedef {import('../messages.js').Settings} Settings */

/** @type {Settings} */
const DEFAULTS = { server: '', key: '', name: '', language: '', chime: false, notify: true, cup: true };

/** @returns {Promise<Partial<Settings>>} Firefox throws where there is no policy. */
export const readManaged = () => chrome.storage.managed.get(null).catch(() => ({}));

/** @returns {Promise<Settings>} */
export async function readSettings() {
  const { settings } = await chrome.storage.local.get('settings');
  return { ...DEFAULTS, .../** @type {Partial<Settings>} */ (settings ?? {}), ...(await readManaged()) };
}

/** Keeps a change. Settings of an administrator are never written down as the user's. @param {Partial<Settings>} change */
export async function keep(change) {
  const { settings } = await chrome.storage.local.get('settings');
  await chrome.storage.local.set({ settings: { .../** @type {object} */ (settings ?? {}), ...change } });
}
