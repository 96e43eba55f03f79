/** `storage.local`, in memory and written through: a background may die after any line. */

/** @typedef {Record<string, any>} Values */

export class Store {
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
    void chrome.storage.local.set({ [name]: value });
  }

  /** @param {string} name @param {Values} change */
  merge(name, change) {
    this.set(name, { ...this.get(name), ...change });
  }
}
