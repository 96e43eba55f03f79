/**
 * The field for the leader's key. The key opens every meeting of the server, so it is hidden until the user
 * asks to see it.
 */
import { keep } from './settings.js';

/** @param {import('./settings.js').OptionsContext} context @param {() => boolean} isForOther whether another server is being entered */
export function newKey({ settings, saved }, isForOther) {
  const [label, note, showLabel] = [
    make('label', { for: 'key' }),
    make('p', { class: 'soft', id: 'key-note' }),
    make('span'),
  ];
  const input = make('input', {
    id: 'key',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'key-note',
  });
  input.value = settings.key;
  /** A key that was entered for another server, until that one is used. @type {string | undefined} */
  let next;
  input.addEventListener('change', async () => {
    // A Japanese keyboard in full-width mode types letters that no key has.
    input.value = input.value.normalize('NFKC').trim();
    if (isForOther()) return void (next = input.value);
    await keep({ key: input.value });
    saved();
  });
  const box = make('input', { type: 'checkbox', id: 'show-key' });
  box.addEventListener('change', () => (input.type = box.checked ? 'text' : 'password'));
  const show = make('label', { class: 'choice' }, box, showLabel);
  return {
    /** What to store of the key together with a server. @param {boolean} isOther than the one before */
    keyFor(isOther) {
      if (!isOther && next === undefined) return {};
      input.value = next ?? '';
      next = undefined;
      return { key: input.value };
    },
    element: make('section', {}, make('div', { class: 'field' }, label, input, note, show)),
    draw() {
      say(label, 'key_field');
      say(note, 'key_note');
      say(showLabel, 'key_show');
    },
  };
}
