/**
 * Shrinks the texts of the stage until its clock and its buttons fit on the screen. CSS alone cannot, because
 * the length of the texts varies.
 */
import { byId } from './dom.js';

/** Scale factors, tried in this order; 1 = the size in the style sheets. */
const SCALES = [1, 0.85, 0.7, 0.55, 0.42, 0.32];

let fitted = '';

/**
 * Does nothing if nothing that the size depends on has changed.
 * @param {string} texts identifies the texts of the stage
 */
export function fit(texts) {
  const [stage, message] = [byId('stage'), byId('message')];
  const { fontSize } = getComputedStyle(document.documentElement);
  // Above the stage, the header grows with a connection problem.
  const room = [innerWidth, innerHeight, stage.offsetTop, document.querySelector('footer')?.offsetHeight];
  const key = [...room, fontSize, stage.querySelectorAll('[hidden]').length, texts].join();
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

/** Pixels by which the stage is too high for the screen, or its clock too wide. @param {HTMLElement} stage */
function overflow(stage) {
  const footer = document.querySelector('footer');
  // In the smallest windows, all but the stage is below the window.
  const isSmall = matchMedia('(max-height: 18.75rem)').matches;
  const below = isSmall || footer?.querySelector('details[open]') ? 0 : (footer?.offsetHeight ?? 0);
  const bottoms = Array.from(stage.children, (one) =>
    one.checkVisibility() && !(isSmall && one.id === 'join') ? one.getBoundingClientRect().bottom : 0,
  );
  const bottom = Math.max(...bottoms.slice(1)) + parseFloat(getComputedStyle(stage).paddingBottom) + scrollY;
  return Math.max(Math.floor(bottom + below - innerHeight), byId('clock').scrollWidth - stage.clientWidth);
}
