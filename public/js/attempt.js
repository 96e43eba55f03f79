/** Presses that ask the server for something. */
import { send } from './commands.js';
import { byId, show } from './dom.js';

/** @typedef {import('./commands.js').Command} Command */

/**
 * Sends a command and says why it was refused, if it was. Answers whether it was done.
 * @param {Command} command
 */
export async function attempt(command) {
  const problem = byId('problem');
  try {
    await send(command);
    show(problem, '');
    return true;
  } catch (error) {
    show(problem, error instanceof Error ? error.message : String(error));
    return false;
  }
}

/**
 * What a button sends when it is pressed.
 * @param {string} id
 * @param {() => Command} command
 */
export function onPress(id, command) {
  byId(id).addEventListener('click', () => void attempt(command()));
}
