/** Values in the browser's storage. If it is blocked (private windows), nothing is stored. */

/**
 * @param {string} name
 * @param {string} [otherwise]
 */
export function stored(name, otherwise = '') {
  try {
    return localStorage.getItem(`kyukei.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function store(name, value) {
  try {
    localStorage.setItem(`kyukei.${name}`, value);
  } catch {
    // The storage is blocked.
  }
}

/**
 * A stored list, without its invalid entries.
 * @param {string} name
 * @param {(entry: any) => boolean} isGood
 */
export function storedList(name, isGood) {
  try {
    const list = JSON.parse(stored(name, '[]'));
    return Array.isArray(list) ? list.filter(isGood) : [];
  } catch {
    return [];
  }
}

/**
 * @typedef {{ kind: 'token' | 'key' | 'claim', secret: string }} Credentials A key is valid for every meeting, so it must never
 *   be part of a URL. `claim` = the `leader_token`.
 */

const DAY_MS = 86_400_000;

/** Kept from earlier releases, so that an upgrade does not lose the only copy of a `leader_token`. @param {string} id */
const nameInTab = (id) => `kyukei.right.${id}`;

/**
 * The credentials for a meeting that this tab has, or a claim of this browser.
 * @param {string} id @param {boolean} [toLead] whether a member's token is not enough
 * @returns {Credentials | null}
 */
export function storedCredentials(id, toLead = true) {
  try {
    const ofTab = JSON.parse(sessionStorage.getItem(nameInTab(id)) ?? 'null');
    if (!toLead || (ofTab && !isForMembers(ofTab.secret))) return ofTab;
    const { secret, at } = JSON.parse(stored(`claim.${id}`, '{}'));
    return secret && Date.now() - at < DAY_MS ? { kind: 'claim', secret } : ofTab;
  } catch {
    return null;
  }
}

/** @param {string} id @param {Credentials} given */
export function storeCredentials(id, given) {
  if (given.kind === 'claim') store(`claim.${id}`, JSON.stringify({ secret: given.secret, at: Date.now() }));
  try {
    sessionStorage.setItem(nameInTab(id), JSON.stringify(given));
  } catch {
    // The storage is blocked: after a reload the page asks again.
  }
}

/** Whether this is a member's token. @param {string} token */
export function isForMembers(token) {
  try {
    const claims = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
    return (JSON.parse(atob(claims)).role ?? 'member') === 'member';
  } catch {
    return false;
  }
}
