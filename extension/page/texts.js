/** The texts in the user's language, as the background sent them. */

/** @typedef {import('../messages.js').State} State */
/** @typedef {import('../messages.js').Command} Command */
/** @typedef {import('../texts.js').TextKey} TextKey */

/** @type {Record<string, string>} */
let texts = {};
let language = 'en';

/** @param {string} tag @param {Record<string, string>} received */
function setTexts(tag, received) {
  [language, texts] = [tag, received];
}

/**
 * @param {TextKey} key
 * @param {Record<string, string | number>} [values] for the {names} in the text
 */
const t = (key, values = {}) =>
  (texts[key] ?? '').replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));

/** @param {string} key @returns {key is TextKey} */
const isText = (key) => Object.hasOwn(texts, key);

/** @param {string} time RFC 3339 */
const timeOfDay = (time) =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(time),
  );
