/** The page's language, and its texts. */
import { element, show } from './dom.js';
import { lazily } from './lazy.js';
import { store, stored } from './storage.js';

/** @typedef {import('../texts/ja.js').Texts} Texts */

const LANGUAGES = {
  ja: () => lazily('../texts/ja.js', () => import('../texts/ja.js')),
  en: () => lazily('../texts/en.js', () => import('../texts/en.js')),
};

/** @typedef {keyof typeof LANGUAGES} Language */

export const languages = /** @type {Language[]} */ (Object.keys(LANGUAGES));

/** The chosen language, or the first of the browser's languages that we have. @type {Language} */
export let language =
  languages.find((one) => one === stored('language')) ?? firstOf(navigator.languages) ?? 'en';

/** @type {Texts} */
let texts = (await LANGUAGES[language]()).default;

/** @param {readonly string[]} wanted */
function firstOf(wanted) {
  return wanted.map((tag) => languages.find((one) => tag.startsWith(one))).find((one) => one !== undefined);
}

/**
 * @param {keyof Texts} key
 * @param {Record<string, string | number>} [values] for the {names} in the text
 */
export function t(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** Whether this is the key of a text. @param {string} key @returns {key is keyof Texts} */
export function isText(key) {
  return Object.hasOwn(texts, key);
}

/**
 * Writes a translated text into an element. The element keeps the key, so that a change of language
 * translates it again. An empty key clears the element.
 * @param {Element} target
 * @param {keyof Texts | ''} key
 * @param {Record<string, string | number>} [values]
 */
export function say(target, key, values = {}) {
  target.setAttribute('data-t', key);
  target.setAttribute('data-t-values', JSON.stringify(values));
  show(target, key && t(key, values));
}

/**
 * Creates an element with a translated text.
 * @param {keyof HTMLElementTagNameMap} tag
 * @param {Parameters<typeof say>[1]} key
 * @param {Parameters<typeof say>[2]} [values]
 */
export function saying(tag, key, values) {
  const made = element(tag);
  say(made, key, values);
  return made;
}

let wanted = language;

/**
 * Translates the page without reloading it. Resolves with the language that was chosen last.
 * @param {Language} chosen
 */
export async function chooseLanguage(chosen) {
  wanted = chosen;
  const loaded = await LANGUAGES[chosen]();
  if (chosen !== wanted) return wanted;
  [language, texts] = [chosen, loaded.default];
  store('language', chosen);
  translate();
  dispatchEvent(new Event('languagechange'));
  return language;
}

/**
 * Fills in the page: `data-t` is the text, `data-t-label` the accessible name, `data-t-placeholder` the hint.
 */
export function translate() {
  document.documentElement.lang = language;
  each('data-t', show);
  each('data-t-label', (one, text) => one.setAttribute('aria-label', text));
  each('data-t-placeholder', (one, text) => one.setAttribute('placeholder', text));
}

/** @param {string} attribute @param {(one: Element, text: string) => void} write */
function each(attribute, write) {
  for (const one of document.querySelectorAll(`[${attribute}]:not([${attribute}=''])`)) {
    const key = one.getAttribute(attribute) ?? '';
    if (!isText(key)) throw new Error(`no text ${key}`);
    write(one, t(key, JSON.parse(one.getAttribute('data-t-values') ?? '{}')));
  }
}

/**
 * A time of day in this computer's time zone.
 * @param {string | number} time @param {Intl.DateTimeFormatOptions} [more] what to show beside hours and minutes
 */
export function timeOfDay(time, more = {}) {
  const options = /** @type {const} */ ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return new Intl.DateTimeFormat(language, { ...options, ...more }).format(new Date(time));
}

/** From this many milliseconds on, a time on another day than today needs its date. */
const FAR_MS = 6 * 3_600_000;

/** A time of day, with its date if people could mistake it for today's. @param {string} time @param {number} now */
export function timeAndDay(time, now) {
  const at = new Date(time);
  const isClear = at.getTime() - now < FAR_MS || at.toDateString() === new Date(now).toDateString();
  return timeOfDay(time, isClear ? {} : { month: 'short', day: 'numeric' });
}

/** From two hours on in hours and minutes. @param {number} minutes */
export function lengthOf(minutes) {
  if (minutes < 120) return inUnit(minutes, 'minute');
  const rest = minutes % 60;
  return inUnit(Math.floor(minutes / 60), 'hour') + (rest ? ` ${inUnit(rest, 'minute')}` : '');
}

/** @param {number} count @param {'hour' | 'minute' | 'second'} unit */
export const inUnit = (count, unit) =>
  new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
