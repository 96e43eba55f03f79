/** The settings: the administrator's values, then the user's, then the defaults. */
import { serverFrom } from '../server-address.js';

/** @typedef {import('../messages.js').Settings} Settings */

/** @type {Settings} */
const DEFAULTS = { server: '', key: '', name: '', language: '', chime: false, notify: true, cup: true };

/** @param {unknown} value */
const isBoolean = (value) => typeof value === 'boolean';

/** The settings that an administrator can set, with a check: Firefox passes on whatever the policy says. */
const MANAGED = {
  server: (/** @type {unknown} */ value) => typeof value === 'string' && serverFrom(value) !== undefined,
  language: (/** @type {unknown} */ value) => value === 'ja' || value === 'en',
  notify: isBoolean,
  chime: isBoolean,
  cup: isBoolean,
};

/** @returns {Promise<Partial<Settings>>} */
export async function readManaged() {
  // Firefox rejects if no administrator has set a policy.
  const policy = /** @type {{ [name: string]: unknown }} */ (
    await chrome.storage.managed.get(null).catch(() => ({}))
  );
  const valid = Object.entries(MANAGED).filter(([name, isValid]) => isValid(policy[name]));
  return Object.fromEntries(valid.map(([name]) => [name, policy[name]]));
}

/** @param {Partial<Settings> | undefined} chosen @returns {Promise<Settings>} */
export async function readSettings(chosen) {
  const settings = { ...DEFAULTS, ...chosen, ...(await readManaged()) };
  // An administrator may write `HTTPS://Kyukei.Example:443/`: links must not look as if of another server.
  return { ...settings, server: serverFrom(settings.server) ?? '' };
}
