/**
 * The field for the leader's key. The key opens every meeting of the server, so it is hidden until the user
 * asks to see it.
 */
import { keep } from './settings.js';

/** @param {import('./server.js').Desk} desk */
export function newKey({ settings, managed, saved }) {
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
  input.disabled = managed.has('key');
  if (!input.disabled) input.value = settings.key;
  input.addEventListener('change', async () => {
    await keep({ key: input.value.trim() });
    saved();
  });
  const box = make('input', { type: 'checkbox', id: 'show-key' });
  box.addEventListener('change', () => (input.type = box.checked ? 'text' : 'password'));
  const show = make('label', { class: 'choice' }, box, showLabel);
  show.hidden = input.disabled;
  return {
    element: make('section', {}, make('div', { class: 'field' }, label, input, note, show)),
    draw() {
      say(label, 'key_field');
      say(note, input.disabled ? 'managed' : 'key_note');
      say(showLabel, 'key_show');
    },
  };
}
