/** Makes the texts of the stage smaller until its clock and its buttons are on the screen. CSS cannot: it does not know the texts. */
import { byId } from './dom.js';

/** Tried one after the other; 1 = as the style sheets have it. */
const SCALES = [1, 0.85, 0.7, 0.55, 0.42, 0.32];

let fitted = '';

/** Does nothing while all that the size depends on is as before. @param {string} texts all texts that the stage has */
export function fit(texts) {
  const [stage, message] = [byId('stage'), byId('message')];
  const { fontSize } = getComputedStyle(document.documentElement);
  const key = [innerWidth, innerHeight, fontSize, stage.querySelectorAll('[hidden]').length, texts].join();
  if (key === fitted) return;
  fitted = key;
  for (const name of ['tabindex', 'role', 'aria-labelledby']) message.removeAttribute(name);
  if (SCALES.some(fits)) return;
  message.tabIndex = 0;
  message.setAttribute('role', 'region');
  message.setAttribute('aria-labelledby', 'label');
  SCALES.some(fits);
}

/** @param {number} scale */
function fits(scale) {
  const stage = byId('stage');
  stage.style.setProperty('--fit', String(scale));
  return overflow(stage) <= 0;
}

/** By how much the stage reaches below the screen, or its clock beside it. @param {HTMLElement} stage */
function overflow(stage) {
  const footer = document.querySelector('footer');
  const below = footer?.querySelector('details[open]') ? 0 : (footer?.offsetHeight ?? 0);
  const bottoms = Array.from(stage.children, (one) =>
    one.checkVisibility() ? one.getBoundingClientRect().bottom : 0,
  );
  const bottom = Math.max(...bottoms.slice(1)) + parseFloat(getComputedStyle(stage).paddingBottom) + scrollY;
  return Math.max(Math.floor(bottom + below - innerHeight), byId('clock').scrollWidth - stage.clientWidth);
}
