/** The line at the top of each page: the meeting, the state of the connection, language and appearance. */
import { APPEARANCES, appearance, choose } from './appearance.js';
import { byId, element } from './dom.js';
import { chooseLanguage, language, languages, say } from './i18n.js';
import { service } from './place.js';

/** @typedef {import('./i18n.js').Texts} Texts */

/** @param {string} [meetingId] @param {string} [title] what people call the meeting */
export function showHeader(meetingId, title = meetingId) {
  byId('header').append(
    element('a', { class: 'mark', href: service, lang: 'ja', 'data-t-label': 'home' }, '休憩'),
    ...(meetingId ? [element('bdi', { class: 'meeting-id', id: 'meeting-title' }, title ?? '')] : []),
    element('p', { class: 'light', id: 'light', role: 'status' }),
    element('span', { class: 'soft', id: 'last-heard', hidden: '' }),
    element(
      'div',
      { class: 'preferences' },
      select('language', languages, language, chooseLanguage),
      select('appearance', APPEARANCES, appearance(), choose),
    ),
  );
}

/**
 * @template {string} T
 * @param {string} name
 * @param {readonly T[]} values
 * @param {T} chosen
 * @param {(value: T) => T | Promise<T>} change resolves with the value that is chosen now
 */
function select(name, values, chosen, change) {
  const options = values.map((value) => element('option', { value, 'data-t': `${name}_${value}` }));
  const made = element('select', { 'data-t-label': name }, ...options);
  made.value = chosen;
  made.addEventListener('change', async () => {
    made.value = await change(/** @type {T} */ (made.value));
  });
  return made;
}

/** @param {'good' | 'waiting' | 'bad'} state @param {keyof Texts} text */
export function showLight(state, text) {
  const light = byId('light');
  light.dataset['state'] = state;
  say(light, text);
}
