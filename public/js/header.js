/** The line at the top of each page: where one is, how the connection is, language and appearance. */
import { APPEARANCES, appearance, choose } from './appearance.js';
import { byId, element, show } from './dom.js';
import { chooseLanguage, language, languages, t } from './i18n.js';

/** @param {string} [meetingId] */
export function showHeader(meetingId) {
  byId('header').append(
    element('a', { class: 'mark', href: '/', lang: 'ja', 'aria-label': t('home') }, '休憩'),
    ...(meetingId ? [element('span', { class: 'meeting-id' }, meetingId)] : []),
    element('p', { class: 'light', id: 'light', role: 'status' }),
    element('span', { class: 'soft', id: 'latency' }),
    element(
      'div',
      { class: 'preferences' },
      select(t('language'), languages, language, (one) => t(`language_${one}`), chooseLanguage),
      select(t('appearance'), APPEARANCES, appearance(), (one) => t(`appearance_${one}`), choose),
    ),
  );
}

/**
 * @template {string} T
 * @param {string} label
 * @param {readonly T[]} values
 * @param {T} chosen
 * @param {(value: T) => string} text
 * @param {(value: string) => void} change
 */
function select(label, values, chosen, text, change) {
  const options = values.map((value) => element('option', { value }, text(value)));
  const made = element('select', { 'aria-label': label }, ...options);
  made.value = chosen;
  made.addEventListener('change', () => change(made.value));
  return made;
}

/** @param {'good' | 'waiting' | 'bad'} state @param {string} text */
export function showLight(state, text) {
  const light = byId('light');
  light.dataset['state'] = state;
  show(light, text);
}
