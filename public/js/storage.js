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
    // The storage is blocked.
  }
}

/**
 * A stored list, without its invalid entries.
 * @param {string} name
 * @param {(entry: any) => boolean} isGood
 */
export function storedList(name, isGood) {
  try {
    const list = JSON.parse(stored(name, '[]'));
    return Array.isArray(list) ? list.filter(isGood) : [];
  } catch {
    return [];
  }
}
