/**
 * `storage.local`, in memory and written through at the end of each turn: a background may die after any. What a frame changes is
 * written once, and after the views were told, for whom every call of an API is a delay.
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
    // Content scripts run in pages of others. Firefox has no such level, and no content script of ours asks for storage.
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
