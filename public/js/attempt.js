/** Buttons that send commands. */
import { Refusal, send } from './commands.js';
import { byId } from './dom.js';
import { isText, say } from './i18n.js';

/** @typedef {import('./commands.js').Command} Command */

/**
 * Sends a command and shows why it was refused, if it was. Resolves with whether it succeeded.
 * @param {Command} command
 */
export async function attempt(command) {
  const problem = byId('problem');
  try {
    await send(command);
    say(problem, '');
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const key = `problem_${error.code}`;
    if (isText(key)) say(problem, key);
    else say(problem, 'problem_other', { detail: error.message });
    return false;
  }
}

/**
 * Sends a command when a button is pressed.
 * @param {string} id
 * @param {() => Command} command
 */
export function onPress(id, command) {
  byId(id).addEventListener('click', () => void attempt(command()));
}
