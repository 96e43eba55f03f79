/** Sends the commands of buttons, and shows refusals beside the button until their cause is gone. */
import { Refusal, send } from './commands.js';
import { secret } from './credentials.js';
import { byId } from './dom.js';
import { complain } from './field-problem.js';
import { isText, say } from './i18n.js';
import { now, onChange } from './live.js';

/** @typedef {import('./commands.js').Command} Command */

/**
 * @typedef {object} Manner
 * @property {string} [place] id of the element that says what went wrong
 * @property {Record<string, string>} [fields] ids of the page's fields by the API's names of the fields
 * @property {() => boolean} [isStillWanted] retries the command when the service answers again, while this
 * returns true
 */

/**
 * Problems that pass by themselves: cleared when frames arrive again. Whether the command was applied is
 * unknown.
 */
const PASSING = ['unreachable', 'store_unavailable'];

/** Any other refusal is cleared after this many milliseconds: "too many calls" asks for a minute. */
const SHOWN_MS = 60_000;

/**
 * A frame proves that the service is back only if it comes this long after the failure: earlier ones may have
 * been in flight.
 */
const PROOF_AFTER_MS = 3_000;

/**
 * The problems that are on the page; `by` = the key or token that was refused.
 * @type {Map<string, { code: string, at: number, by: string | undefined }>}
 */
const shown = new Map();

/** @type {(() => void)[]} */
let waiting = [];

/** @typedef {(command: Command, answer: { server_time?: string }) => void} Done */

/** @type {Done[]} */
const done = [];

/** Calls the listener after each command that succeeded. @param {Done} listener */
export const onDone = (listener) => void done.push(listener);

/**
 * Sends a command and shows why it was refused, if it was. Resolves with whether it succeeded.
 * @param {Command} command @param {Manner} [manner]
 */
export async function attempt(command, { place = 'problem', fields = {}, isStillWanted } = {}) {
  for (;;) {
    try {
      const answer = await send(command);
      clear(place);
      done.forEach((listen) => listen(command, answer));
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!complainAtFields(error, fields)) refused(error, place);
      if (!isStillWanted || !PASSING.includes(error.code)) return false;
      await new Promise((/** @type {(_: void) => void} */ resolve) => waiting.push(resolve));
      if (!isStillWanted()) return false;
    }
  }
}

/**
 * Sends a command when a button is pressed.
 * @param {string} id
 * @param {() => Command} command
 * @param {Manner} [manner]
 */
export function onPress(id, command, manner) {
  byId(id).addEventListener('click', () => void attempt(command(), manner));
}

/** Shows that the service cannot be reached, until it can. */
export const showUnreachable = () => refused(new Refusal({ code: 'unreachable' }), 'problem');

/** @param {Refusal} refusal @param {string} place */
function refused(refusal, place) {
  shown.set(place, { code: refusal.code, at: now(), by: secret() });
  const key = `problem_${refusal.code}`;
  if (isText(key)) say(byId(place), key);
  else say(byId(place), 'problem_other', { detail: refusal.message });
}

/**
 * @param {Refusal} refusal
 * @param {Record<string, string>} fields
 * @returns {boolean} whether fields show it
 */
function complainAtFields({ problem }, fields) {
  const ids = (problem.errors ?? []).map(({ field }) => fields[field]).filter((id) => id !== undefined);
  ids.forEach((id) => complain(id, 'not_accepted'));
  return ids.length > 0;
}

/** @param {string} place */
function clear(place) {
  shown.delete(place);
  say(byId(place), '');
}

/**
 * Clears a refusal when its cause is gone: the meeting changed, frames arrive again, the page has another key
 * or token, or time has passed.
 */
export function forgetProblems() {
  onChange(({ online }, name, frame) => {
    if (!frame || !online) return;
    for (const [place, { code, at, by }] of shown) {
      const isPast = now() - at > (PASSING.includes(code) ? PROOF_AFTER_MS : SHOWN_MS);
      const isAdmitted = code === 'unauthorized' && by !== secret();
      const isNews =
        name === 'state' ? frame['resync'] : frame['event'] && Date.parse(frame['timestamp']) > at;
      if (isPast || isAdmitted || isNews) clear(place);
    }
    if (![...shown.values()].some(({ at }) => now() - at < PROOF_AFTER_MS))
      waiting.splice(0).forEach((resolve) => resolve());
  });
}
