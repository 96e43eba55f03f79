/**
 * A view's port to the background, which may be stopped or updated at any moment. Opening the port again
 * wakes it.
 */

const REOPEN_MS = 1000;

/**
 * @param {object} on
 * @param {() => void} on.open
 * @param {(told: import('../messages.js').Told) => void} on.told
 * @param {() => void} [on.orphaned] the extension was updated or removed, so this script has nobody to talk to
 */
function newPort({ open, told, orphaned }) {
  /** @type {chrome.runtime.Port | undefined} */
  let port;
  let lastId = 0;
  /** @type {Map<number, (refusal: Refusal | null) => void>} */
  const waiting = new Map();

  function connect() {
    try {
      port = chrome.runtime.connect();
    } catch {
      orphaned?.();
      return;
    }
    port.onMessage.addListener(hear);
    port.onDisconnect.addListener(() => {
      port = undefined;
      for (const id of waiting.keys()) answer(id, { code: 'unreachable', detail: '' });
      setTimeout(connect, REOPEN_MS);
    });
    open();
  }

  /** @param {import('../messages.js').Told} message */
  function hear(message) {
    if (message.type === 'done') answer(message.id, null);
    else if (message.type === 'refused') answer(message.id, message);
    else told(message);
  }

  /** @param {number} id @param {Refusal | null} refusal */
  function answer(id, refusal) {
    waiting.get(id)?.(refusal);
    waiting.delete(id);
  }

  /** @param {import('../messages.js').Request} request */
  const post = (request) => port?.postMessage(request);

  return {
    connect,
    post,
    /** @type {Send} */
    send(command) {
      if (!port) return Promise.resolve({ code: 'unreachable', detail: '' });
      const id = ++lastId;
      post({ type: 'command', id, command });
      return new Promise((resolve) => void waiting.set(id, resolve));
    },
  };
}
