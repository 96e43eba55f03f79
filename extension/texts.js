/**
 * The texts of `_locales`, in the user's language or else the browser's, for the background and the
 * extension's pages.
 */

/** @typedef {import('./messages.js').Language} Language */
/** @typedef {keyof typeof import('./_locales/ja/messages.json')} TextKey */
/** @typedef {Record<string, string>} Texts */

/** @param {Language | ''} chosen @returns {Language} */
export const languageFor = (chosen) => chosen || (chrome.i18n.getUILanguage().startsWith('ja') ? 'ja' : 'en');

/** @param {Language} language @returns {Promise<Texts>} */
export async function readTexts(language) {
  const answer = await fetch(chrome.runtime.getURL(`_locales/${language}/messages.json`));
  /** @type {Record<string, { message: string }>} */
  const messages = await answer.json();
  return Object.fromEntries(Object.entries(messages).map(([key, { message }]) => [key, message]));
}

/**
 * @param {Texts} texts
 * @param {TextKey} key
 * @param {Record<string, string | number>} [values] for the {names} in the text
 */
export const fill = (texts, key, values = {}) =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
