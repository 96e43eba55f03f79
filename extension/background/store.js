/**
 * `storage.local`, cached in memory. Changes are written at the end of each turn of the event loop, because
 * the background may be stopped after any turn. All changes of one frame are one write, after the views were
 * updated: each API call would delay them.
 */

/** @typedef {Record<string, any>} Values */

export class Store {
  /** Names of values to be written. @type {Set<string>} */
  #due = new Set();

  /** @param {Values} values */
  constructor(values) {
    this.values = values;
  }

  static async open() {
    // Hides the storage from content scripts, which run in other people's pages. Firefox lacks access levels,
    // but our content scripts do not use storage.
    await chrome.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }).catch(() => undefined);
    return new Store(await chrome.storage.local.get());
  }

  /** @param {string} name @returns {any} */
  get(name) {
    return this.values[name];
  }

  /** @param {string} name @param {unknown} value */
  set(name, value) {
    this.values[name] = value;
    if (this.#due.size === 0) queueMicrotask(() => this.#write());
    this.#due.add(name);
  }

  #write() {
    void chrome.storage.local.set(
      Object.fromEntries([...this.#due].map((name) => [name, this.values[name]])),
    );
    this.#due.clear();
  }

  /** @param {string} name @param {Values} change */
  merge(name, change) {
    this.set(name, { ...this.get(name), ...change });
  }
}
