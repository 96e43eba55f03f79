/** What the user chose, below what an administrator did. */

/** @typedef {import('../messages.js').Settings} Settings */

/** @type {Settings} */
const DEFAULTS = { server: '', key: '', name: '', language: '', chime: false, notify: true, cup: true };

/** @param {Partial<Settings> | undefined} chosen @returns {Promise<Settings>} */
export async function readSettings(chosen) {
  // Firefox refuses where no administrator has set anything.
  const managed = await chrome.storage.managed.get().catch(() => ({}));
  const settings = { ...DEFAULTS, ...chosen, ...managed };
  return { ...settings, server: canonical(settings.server.trim()) };
}

/**
 * An address as links have it: an administrator may write `HTTPS://Kyukei.Example:443/`, and a link must not look like one of another
 * server.
 * @param {string} server
 */
function canonical(server) {
  if (!URL.canParse(server)) return server;
  const { origin, pathname } = new URL(server);
  return origin === 'null' ? server : (origin + pathname).replace(/\/+$/, '');
}
