/** Ends a meeting after a second click, because its state is lost then. */
import { attempt } from './attempt.js';
import { commands } from './commands.js';
import { byId, control } from './dom.js';

export function askToEnd() {
  control('end-dialog', HTMLDialogElement).showModal();
}

export function showEnd() {
  const dialog = control('end-dialog', HTMLDialogElement);
  byId('end').addEventListener('click', askToEnd);
  byId('end-no').addEventListener('click', () => dialog.close());
  byId('end-yes').addEventListener('click', () => {
    dialog.close();
    void attempt(commands.end());
  });
}
