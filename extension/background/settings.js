/** What the user chose, below what an administrator did. */

/** @typedef {import('../messages.js').Settings} Settings */

/** @type {Settings} */
const DEFAULTS = { server: '', key: '', name: '', language: '', chime: false, notify: true, cup: true };

/** @param {Partial<Settings> | undefined} chosen @returns {Promise<Settings>} */
export async function readSettings(chosen) {
  // Firefox refuses where no administrator has set anything.
  const managed = await chrome.storage.managed.get().catch(() => ({}));
  const settings = { ...DEFAULTS, ...chosen, ...managed };
  return { ...settings, server: settings.server.trim().replace(/\/+$/, '') };
}
