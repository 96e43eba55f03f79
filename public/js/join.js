/**
 * The "Join" dialog: name, sound and notifications in one click, which the browser also needs to allow sound.
 * Shown once in each browser.
 */
import { byId, input } from './dom.js';
import { onTick } from './live.js';
import { isPast } from './past.js';
import { store, stored } from './storage.js';

export function showJoin() {
  const form = byId('join');
  let isAsked = stored('joined') !== '';
  const close = () => {
    isAsked = form.hidden = true;
    store('joined', 'yes');
  };
  input('join-name').value = input('name').value;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // The settings store the choices and apply them.
    const name = input('name');
    name.value = input('join-name').value;
    name.dispatchEvent(new Event('change'));
    for (const setting of ['chime', 'notify'])
      if (input(`join-${setting}`).checked && !input(setting).checked) input(setting).click();
    close();
  });
  byId('join-later').addEventListener('click', close);
  onTick(({ phase, started_at, refused }) => {
    const isUnknown = phase === 'not_started' && started_at === undefined;
    // Hidden during a break, so that it does not cover the break, and once the meeting is over.
    form.hidden = isAsked || isUnknown || isPast() || phase === 'on_break' || refused === true;
    const { disabled } = input('notify');
    const box = input('join-notify');
    box.checked &&= !disabled;
    if (box.parentElement) box.parentElement.hidden = disabled;
  });
}
