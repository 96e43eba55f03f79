/** Light, dark, or more contrast: as the system says, until somebody chooses. Loaded before the first paint. */
import { keep, kept } from './keep.js';

export const APPEARANCES = /** @type {const} */ (['auto', 'light', 'dark', 'contrast']);

/** @typedef {typeof APPEARANCES[number]} Appearance */

const wantsContrast = matchMedia('(prefers-contrast: more)');

/** @returns {Appearance} */
export function appearance() {
  return APPEARANCES.find((one) => one === kept('appearance')) ?? 'auto';
}

/** @param {Appearance} chosen */
export function choose(chosen) {
  keep('appearance', chosen);
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
