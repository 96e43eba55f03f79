/** Buttons that start a meeting, call a break, and change or end it. */
import { attempt, onPress } from './attempt.js';
import { commands } from './commands.js';
import { byId, element, input } from './dom.js';
import { onChange } from './live.js';
import { askForKey, isOnlooker } from './credentials.js';

/** The command that a press on a duration sends. @param {number | null} minutes */
export const restCommand = (minutes) => commands.rest(input('message-text').value, minutes);

/** Calls a break, then clears the message. @param {number | null} minutes */
export async function callBreak(minutes) {
  if (!(await attempt(restCommand(minutes)))) return;
  const message = input('message-text');
  message.value = '';
  // Updates the curl lines, which show the typed message.
  message.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The typed number of minutes; `undefined` = not a possible length of a break. */
export function customMinutes() {
  const field = input('custom-minutes');
  return field.value !== '' && field.checkValidity() ? field.valueAsNumber : undefined;
}

/** @param {number} n minutes */
function durationButton(n) {
  const values = JSON.stringify({ n });
  const attributes = { id: `rest-${n}`, class: 'main', type: 'button', 'data-t': 'n_minutes' };
  const made = element('button', { ...attributes, 'data-t-values': values });
  made.addEventListener('click', () => void callBreak(n));
  return made;
}

export function showCalls() {
  onPress('start', commands.start);
  onPress('longer-1', () => commands.extend(1));
  onPress('longer-5', () => commands.extend(5));
  onPress('resume', commands.resume);
  byId('durations').prepend(...[5, 10, 15].map(durationButton));
  byId('rest-open').addEventListener('click', () => void callBreak(null));
  byId('call').addEventListener('submit', (event) => {
    event.preventDefault();
    const minutes = customMinutes();
    if (minutes === undefined) input('custom-minutes').focus();
    else void callBreak(minutes);
  });
  byId('enter-key').addEventListener('click', askForKey);
  onChange((known) => {
    const { phase, rest, started_at, refused } = known;
    const onlooks = isOnlooker(known);
    document.body.toggleAttribute('data-onlooker', onlooks);
    const unknown = phase === 'not_started' && started_at === undefined;
    byId('start').hidden = phase !== 'not_started' || (unknown && !refused);
    byId('enter-key').hidden = !refused && !onlooks;
    byId('onlooker').hidden = !onlooks;
    byId('call').hidden = phase === 'on_break' || (unknown && !refused) || onlooks;
    byId('during').hidden = phase !== 'on_break' || onlooks;
    byId('end').hidden = phase === 'not_started' || onlooks;
    for (const id of ['longer-1', 'longer-5']) byId(id).hidden = !rest?.ends_at;
  });
}
