/** Where the focus goes when what has it is hidden or removed: to the stage, and not to the top of the page. */
import { byId } from './dom.js';

export function keepFocus() {
  /** @type {EventTarget | null} What had it last. */
  let last = null;
  document.addEventListener('focusin', ({ target }) => (last = target));
  // A press on nothing takes it away on purpose.
  document.addEventListener('pointerdown', () => (last = null));
  // Before the browser draws, and with that lets go of what is hidden.
  new MutationObserver(() => {
    if (!(last instanceof HTMLElement) || last.checkVisibility()) return;
    last = null;
    byId('stage').focus();
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['hidden', 'open'] });
}
