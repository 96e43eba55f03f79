/**
 * Hides the keys that are typed into the overlay from the page, where letters may be shortcuts and focus
 * traps pull the focus back. This script runs before the page's own, so its listeners on the window are
 * called first.
 */

/**
 * @param {HTMLElement} host
 * @param {(event: KeyboardEvent) => void} press
 */
function keepKeysFrom(host, press) {
  for (const type of /** @type {const} */ (['keydown', 'keypress', 'keyup', 'focusin', 'focusout']))
    window.addEventListener(
      type,
      (event) => {
        if (event.target !== host) return;
        event.stopImmediatePropagation();
        if (event instanceof KeyboardEvent && event.type === 'keydown' && event.isTrusted) press(event);
      },
      true,
    );
}
