/** Shows an error message at a field, in the page's language, until the field is changed. */
import { byId, element, input } from './dom.js';
import { say } from './i18n.js';

/**
 * @param {string} id of the field
 * @param {keyof import('./i18n.js').Texts} key @param {Record<string, string | number>} [values]
 */
export function complain(id, key, values) {
  const field = byId(id);
  const place = placeFor(field);
  say(place, key, values);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', place.id);
  field.focus();
  const clear = () => {
    say(place, '');
    for (const name of ['aria-invalid', 'aria-describedby']) field.removeAttribute(name);
  };
  field.addEventListener('input', clear, { once: true });
}

/**
 * The number in a field. Without a valid number, shows at the field which ones it accepts.
 * @param {string} id
 * @returns {number | undefined}
 */
export function numberIn(id) {
  const field = input(id);
  const { value, min, max, step } = field;
  if (value !== '' && field.checkValidity()) return field.valueAsNumber;
  complain(id, step === '0.5' ? 'accepts_halves' : 'accepts_whole', { min, max });
  return undefined;
}

/** @param {HTMLElement} field */
function placeFor(field) {
  const id = `${field.id}-problem`;
  const place =
    document.getElementById(id) ?? element('p', { id, class: 'problem field-problem', role: 'alert' });
  (field.closest('.field') ?? field.closest('.custom'))?.append(place);
  return place;
}
