/**
 * Light, dark, or more contrast; follows the system until somebody chooses. Loaded before the first paint.
 */
import { store, stored } from './storage.js';

export const APPEARANCES = /** @type {const} */ (['auto', 'light', 'dark', 'contrast']);

/** @typedef {typeof APPEARANCES[number]} Appearance */

const wantsContrast = matchMedia('(prefers-contrast: more)');

/** @returns {Appearance} */
export function appearance() {
  return APPEARANCES.find((one) => one === stored('appearance')) ?? 'auto';
}

/** @param {Appearance} chosen */
export function choose(chosen) {
  store('appearance', chosen);
  apply();
  return chosen;
}

function apply() {
  const chosen = appearance();
  const { dataset } = document.documentElement;
  dataset['theme'] = chosen;
  if (chosen === 'contrast' || (chosen === 'auto' && wantsContrast.matches)) dataset['contrast'] = 'more';
  else delete dataset['contrast'];
}

wantsContrast.addEventListener('change', apply);
apply();
