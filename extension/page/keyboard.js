/**
 * Hides what is typed and pasted into the overlay from the page, which must not read it: there, letters may
 * be shortcuts, and focus traps pull the focus back. In a page that loads with the extension, this script runs
 * before the page's own, so its listeners on the window are called first. In a tab that was open before, the
 * page's listeners are called first until the page is loaded again.
 */

/** The events that leave a shadow tree and tell what is typed in it, or where the focus is. */
const KEPT = `keydown keypress keyup beforeinput input compositionstart compositionupdate compositionend
  textInput copy cut paste drag dragstart dragend drop
  focusin focusout`.split(/\s+/);

/**
 * @param {HTMLElement} host
 * @param {(event: KeyboardEvent) => void} press
 */
function keepKeysFrom(host, press) {
  for (const type of KEPT)
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
