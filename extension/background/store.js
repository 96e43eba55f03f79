/**
 * `storage.local`, cached in memory. Changes are written at the end of each turn of the event loop, because
 * the background may be stopped after any turn. All changes of one frame are one write, after the views were
 * updated: each API call would delay them.
 */
import { withTimeLimit } from './time-limit.js';

/** @typedef {Record<string, any>} Values */

/** How long a read may take, and the wait before it is tried again. */
const READ_MS = 1_000;

/**
 * Reads `storage.local`, as often as it takes: without the settings there is nothing to do, and a write would
 * replace all that is stored.
 * @returns {Promise<Values>}
 */
async function readAll() {
  for (;;) {
    const values = await withTimeLimit(chrome.storage.local.get(), READ_MS).catch(() => undefined);
    if (values) return values;
    await new Promise((resolve) => void setTimeout(resolve, READ_MS));
  }
}

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
    return new Store(await readAll());
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
