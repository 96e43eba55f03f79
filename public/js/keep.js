/** What the browser remembers for a person. Where it may not (private windows, blocked storage), nothing is remembered. */

/**
 * @param {string} name
 * @param {string} [otherwise]
 */
export function kept(name, otherwise = '') {
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
export function keep(name, value) {
  try {
    localStorage.setItem(`kyukei.${name}`, value);
  } catch {
    // See above.
  }
}
