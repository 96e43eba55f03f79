/** Values in the browser's storage. If it is blocked (private windows), nothing is stored. */

/**
 * @param {string} name
 * @param {string} [otherwise]
 */
export function stored(name, otherwise = '') {
  try {
    return localStorage.getItem(`kyukei.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function store(name, value) {
  try {
    localStorage.setItem(`kyukei.${name}`, value);
  } catch {
    // See above.
  }
}
