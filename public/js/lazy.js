/**
 * Loads files that a page does not need at first. A request may fail, as when the network changes, and Firefox
 * never asks again for a module that once failed to load. So the files are fetched until they are in the
 * browser's cache, and only then imported.
 */

const RETRY_MS = 3_000;
const ANSWER_MS = 10_000;

/** What a module imports, in the style of this project. */
const IMPORTS = /\bfrom '(\.[^']+)'/g;

/**
 * Fetches a file, and the modules that it imports. Resolves with whether all of them are there.
 * @param {string} path relative to this file
 * @param {string} [base]
 * @param {Set<string>} [asked] the files that were fetched
 * @returns {Promise<boolean>}
 */
export async function isThere(path, base = import.meta.url, asked = new Set()) {
  const { href } = new URL(path, base);
  if (asked.has(href)) return true;
  asked.add(href);
  const response = await fetch(href, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined);
  const text = response?.ok && (await response.text().catch(() => undefined));
  if (typeof text !== 'string') return false;
  const imported = Array.from(text.matchAll(IMPORTS), ([, one = '']) => isThere(one, href, asked));
  return (await Promise.all(imported)).every(Boolean);
}

/**
 * Imports a module when its files are there, however long that takes.
 * @template T
 * @param {string} path of the module, relative to this file
 * @param {() => Promise<T>} importing
 */
export async function lazily(path, importing) {
  while (!(await isThere(path))) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  return importing();
}
