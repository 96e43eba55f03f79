/** The bar that offers to take back a command, as long as the service accepts that. */
import { byId } from './dom.js';

const OFFERED_MS = 10_000;

/** @param {() => void} undo */
export function undoBar(undo) {
  const bar = byId('undo-bar');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const hide = () => {
    clearTimeout(timer);
    bar.hidden = true;
  };
  byId('undo').addEventListener('click', () => {
    hide();
    undo();
  });
  return {
    hide,
    offer() {
      hide();
      bar.hidden = false;
      timer = setTimeout(hide, OFFERED_MS);
    },
  };
}
