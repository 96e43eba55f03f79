/**
 * Moves the focus to the stage if the focused element is hidden or removed; browsers move it to the top of
 * the page.
 */
import { byId } from './dom.js';

export function keepFocus() {
  /** @type {EventTarget | null} The element that had the focus last. */
  let last = null;
  document.addEventListener('focusin', ({ target }) => (last = target));
  // A click outside all controls removes the focus on purpose.
  document.addEventListener('pointerdown', () => (last = null));
  // Runs before the browser draws, because drawing removes the focus from hidden elements.
  new MutationObserver(() => {
    if (!(last instanceof HTMLElement) || last.checkVisibility()) return;
    last = null;
    byId('stage').focus();
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['hidden', 'open'] });
}
