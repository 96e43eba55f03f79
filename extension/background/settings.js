/** The settings: the administrator's values, then the user's, then the defaults. */

/** @typedef {import('../messages.js').Settings} Settings */

/** @type {Settings} */
const DEFAULTS = { server: '', key: '', name: '', language: '', chime: false, notify: true, cup: true };

/** @param {Partial<Settings> | undefined} chosen @returns {Promise<Settings>} */
export async function readSettings(chosen) {
  // Firefox rejects if no administrator has set a policy.
  const managed = await chrome.storage.managed.get().catch(() => ({}));
  const settings = { ...DEFAULTS, ...chosen, ...managed };
  return { ...settings, server: canonical(settings.server.trim()) };
}

/**
 * The server's URL in the form that links use. An administrator may write `HTTPS://Kyukei.Example:443/`, and
 * a link to that server must not look like a link to another.
 * @param {string} server
 */
function canonical(server) {
  if (!URL.canParse(server)) return server;
  const { origin, pathname } = new URL(server);
  return origin === 'null' ? server : (origin + pathname).replace(/\/+$/, '');
}
