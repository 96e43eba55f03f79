/** Buttons that start a meeting, call a break, and change or end it. */
import { attempt, onPress } from './attempt.js';
import { commands } from './commands.js';
import { byId, element, input } from './dom.js';
import { complain, numberIn } from './field-problem.js';
import { now, onChange } from './live.js';
import { askForKey, isOnlooker } from './credentials.js';
import { timeAfter } from './time-after.js';

const AT_CALL = {
  fields: { message: 'message-text', duration_seconds: 'custom-minutes', ends_at: 'until-time' },
};

/** The length of the break that Enter in the message field calls. */
const USUAL_MINUTES = 10;

/** The command that a button for this length sends. @param {import('./commands.js').Length} length */
export const restCommand = (length) => commands.rest(input('message-text').value, length);

/** The furthest time of day that a leader can mean by "until": a later one has just passed. */
const FURTHEST_MS = 12 * 3_600_000;

/**
 * Calls a break, then clears the message. Resolves with whether the break was called.
 * @param {import('./commands.js').Length} length
 */
export async function callBreak(length) {
  if (!(await attempt(restCommand(length), AT_CALL))) return false;
  const message = input('message-text');
  message.value = '';
  // Updates the curl lines, which show the typed message.
  message.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

/** The typed number of minutes; `undefined` = not a possible length of a break. */
export function customMinutes() {
  const field = input('custom-minutes');
  return field.value !== '' && field.checkValidity() ? field.valueAsNumber : undefined;
}

/** @param {number} n minutes */
function durationButton(n) {
  const values = JSON.stringify({ n });
  const attributes = {
    id: `rest-${n}`,
    class: n === USUAL_MINUTES ? 'main' : '',
    type: 'button',
    'data-t': 'n_minutes',
  };
  const made = element('button', { ...attributes, 'data-t-values': values });
  made.addEventListener('click', () => void callBreak(n));
  return made;
}

export function showCalls() {
  onPress('start', commands.start);
  onPress('shorter-1', () => commands.extend(-1));
  onPress('longer-1', () => commands.extend(1));
  onPress('longer-5', () => commands.extend(5));
  onPress('resume', commands.resume);
  byId('durations').prepend(...[5, 10, 15].map(durationButton));
  byId('rest-until').addEventListener('click', async () => {
    const field = input('until-time');
    if (!field.value) return complain('until-time', 'accepts_time');
    const until = timeAfter(now(), field.value);
    if (Date.parse(until) - now() > FURTHEST_MS) return complain('until-time', 'accepts_near_time');
    if (await callBreak({ until })) field.value = '';
  });
  byId('rest-open').addEventListener('click', () => void callBreak(null));
  byId('call').addEventListener('submit', (event) => {
    event.preventDefault();
    // Enter in the message field calls the highlighted length, unless a length is typed in its own field.
    const isMessage = document.activeElement === byId('message-text') && input('custom-minutes').value === '';
    const minutes = isMessage ? USUAL_MINUTES : numberIn('custom-minutes');
    if (minutes !== undefined) void callBreak(minutes);
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
    for (const id of ['shorter-1', 'longer-1', 'longer-5']) byId(id).hidden = !rest?.ends_at;
  });
}
