/** The ports of the overlays and the popup. */

/** Several frames come at once, after a sleep for example. */
const PAUSE_MS = 100;

/** @typedef {import('../messages.js').Told} Told */
/** @typedef {import('../messages.js').State} State */

export class View {
  /** @type {number | undefined} */
  tabId;
  /** Whether it has the texts. */
  isTold = false;
  #last = '';
  /** The break that it was told of last. @type {string | undefined} */
  #restId;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isClosed = false;

  /** @param {chrome.runtime.Port} port @param {(view: View) => State} draw */
  constructor(port, draw) {
    this.port = port;
    this.draw = draw;
    this.isPage = port.name === 'page';
    this.tabId = this.isPage ? port.sender?.tab?.id : undefined;
    port.onDisconnect.addListener(() => {
      this.#isClosed = true;
      clearTimeout(this.#timer);
    });
  }

  /** @param {Told} told */
  tell(told) {
    if (!this.#isClosed) this.port.postMessage(told);
  }

  /** Now, and at most once in a pause from then on; a break that begins or ends waits for nothing. */
  update() {
    if (!this.isTold) return;
    const state = this.draw(this);
    if (this.#timer && state.rest?.rest_id === this.#restId) return;
    clearTimeout(this.#timer);
    this.#show(state);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#show(this.draw(this));
    }, PAUSE_MS);
  }

  /** @param {State} state */
  #show(state) {
    this.#restId = state.rest?.rest_id;
    const text = JSON.stringify(state);
    if (text === this.#last) return;
    this.#last = text;
    this.tell({ type: 'state', state });
  }
}
