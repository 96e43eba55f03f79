/** The ports of the overlays and of the popup. */

/** Views are updated at most this often, because several frames may come at once, for example after sleep. */
const PAUSE_MS = 100;

/** @typedef {import('../messages.js').Told} Told */
/** @typedef {import('../messages.js').State} State */

export class View {
  /** @type {number | undefined} */
  tabId;
  /** Whether the texts were sent. */
  isTold = false;
  #last = '';
  /** The break in the state that was sent last. @type {string | undefined} */
  #restId;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isClosed = false;

  /** @param {chrome.runtime.Port} port */
  constructor(port) {
    this.port = port;
    // The browser sets the sender's URL; a script in a compromised page could choose the port's name.
    this.isPage = !port.sender?.url?.startsWith(chrome.runtime.getURL('/'));
    this.tabId = this.isPage ? port.sender?.tab?.id : undefined;
    port.onDisconnect.addListener(() => {
      this.#isClosed = true;
      clearTimeout(this.#timer);
    });
  }

  /** @param {Told} told */
  tell(told) {
    if (this.#isClosed) return;
    try {
      this.port.postMessage(told);
    } catch {
      // The page is gone, and the event that says so is on its way. Other views must still be told.
    }
  }

  /**
   * Sends the state now, then at most once in `PAUSE_MS`. The beginning and the end of a break are sent
   * without delay.
   * @param {() => State} draw
   */
  update(draw) {
    if (!this.isTold || this.#isClosed) return;
    const state = draw();
    if (this.#timer && state.rest?.rest_id === this.#restId) return;
    clearTimeout(this.#timer);
    this.#show(state);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#show(draw());
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
