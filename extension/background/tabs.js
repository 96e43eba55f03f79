/** Knows which meeting each tab shows. */
import { meetingFromAddress } from '../client/meeting-code.js';

/**
 * @typedef {object} Tab
 * @property {string | undefined} product whose page it shows
 * @property {string | undefined} named the meeting that an address of this tab named last
 * @property {boolean} isNamedNow whether the address of now does
 * @property {string | null} [typed] what the user said instead, `null` = none
 */

/** A tab whose content script has been away for this long shows another site. */
const GONE_MS = 10_000;

export class Tabs {
  /** @param {import('./store.js').Store} store @param {() => void} onChange */
  constructor(store, onChange) {
    this.store = store;
    this.onChange = onChange;
    /** The number of connected content scripts in each tab. @type {Map<number, number>} */
    this.connected = new Map();
    setTimeout(() => this.forgetGone(), GONE_MS);
  }

  /** @returns {Record<number, Tab>} */
  get #tabs() {
    return this.store.get('tabs') ?? {};
  }

  /** @param {number} id @param {Tab | undefined} tab */
  #keep(id, tab) {
    const { [id]: before, ...others } = this.#tabs;
    if (JSON.stringify(before) === JSON.stringify(tab)) return;
    this.store.set('tabs', tab ? { ...others, [id]: tab } : others);
    this.onChange();
  }

  /** @param {number} id @param {string} href */
  visit(id, href) {
    const found = meetingFromAddress(href);
    const before = this.#tabs[id];
    const product = found?.product === 'kyukei' ? undefined : found?.product;
    const isSameProduct = product !== undefined && before?.product === product;
    const named = product && (found?.meeting ?? (isSameProduct ? before?.named : undefined));
    const isSame = isSameProduct && before?.named === named;
    this.#keep(id, {
      product,
      named,
      isNamedNow: found?.meeting !== undefined,
      ...(isSame && before.typed !== undefined ? { typed: before.typed } : {}),
    });
  }

  /** @param {number} id @param {string | null} meeting as the user corrects it @returns {boolean} whether this is such a tab */
  correct(id, meeting) {
    const tab = this.#tabs[id];
    if (!tab?.product) return false;
    if (tab.named && meeting) this.store.merge('corrections', { [tab.named]: meeting });
    this.#keep(id, { ...tab, typed: meeting });
    return true;
  }

  /** @param {number | undefined} id @returns {{ meeting: string | null, found: import('../messages.js').State['found'] }} */
  meetingOf(id) {
    const tab = id === undefined ? undefined : this.#tabs[id];
    if (!tab) return { meeting: null, found: null };
    if (tab.typed !== undefined) return { meeting: tab.typed, found: tab.typed ? 'typed' : null };
    const corrections = this.store.get('corrections') ?? {};
    // A meeting can be named `constructor`.
    const corrected = tab.named && Object.hasOwn(corrections, tab.named) && corrections[tab.named];
    if (corrected) return { meeting: corrected, found: 'typed' };
    return {
      meeting: tab.named ?? null,
      found: tab.named ? (tab.isNamedNow ? 'address' : 'remembered') : null,
    };
  }

  /** The meetings of all open tabs. @returns {string[]} */
  get meetings() {
    const ids = [...this.connected.keys(), ...Object.keys(this.#tabs).map(Number)];
    return ids.flatMap((id) => this.meetingOf(id).meeting ?? []);
  }

  /** @param {string} meeting */
  tabOf(meeting) {
    return [...this.connected.keys()].find((id) => this.meetingOf(id).meeting === meeting);
  }

  /** @param {number} id */
  isConnected = (id) => this.connected.has(id);

  /** @param {number} id */
  connect(id) {
    this.connected.set(id, (this.connected.get(id) ?? 0) + 1);
  }

  /** @param {number} id */
  disconnect(id) {
    const left = (this.connected.get(id) ?? 1) - 1;
    if (left) this.connected.set(id, left);
    else this.connected.delete(id);
    // The content script returns at once after a reload or on the next page of the product.
    setTimeout(() => this.forgetGone(), GONE_MS);
  }

  /** @param {number} id */
  forget(id) {
    this.#keep(id, undefined);
  }

  /** @param {number} id */
  isOfProduct(id) {
    return this.#tabs[id]?.product !== undefined;
  }

  /** Forgets the tabs that are not connected. After a start of the browser, those have new ids. */
  forgetGone() {
    for (const id of Object.keys(this.#tabs).map(Number)) if (!this.connected.has(id)) this.forget(id);
  }
}
