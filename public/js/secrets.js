/**
 * What the page of all meetings sends for each: the credentials of this browser for the meeting, or else the
 * key, which is valid for every meeting.
 */
import { t } from './i18n.js';
import { storeCredentials, storedCredentials } from './storage.js';

/** @type {string | undefined} */
let typed;

/** The key of this tab. @param {readonly string[]} ids */
export const keyFor = (ids) =>
  typed ?? ids.map((id) => storedCredentials(id)).find((one) => one?.kind === 'key')?.secret;

/** @param {string} id @param {readonly string[]} ids */
export const secretFor = (id, ids) => {
  const own = storedCredentials(id);
  return own && own.kind !== 'key' ? own.secret : keyFor(ids);
};

/**
 * Asks for a key, and stores it for those meetings that have nothing else. Returns whether one was entered.
 * @param {readonly string[]} ids
 */
export function askForKey(ids) {
  const key = window.prompt(t('ask_for_key'))?.trim();
  if (!key) return false;
  typed = key;
  for (const id of ids)
    if ((storedCredentials(id)?.kind ?? 'key') === 'key') storeCredentials(id, { kind: 'key', secret: key });
  return true;
}
