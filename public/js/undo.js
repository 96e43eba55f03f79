/** Takes back the last command of this page, while the service allows it. */
import { attempt, onDone } from './attempt.js';
import { commands } from './commands.js';
import { byId } from './dom.js';
import { onChange } from './live.js';

const OFFERED_MS = 10_000;

/** Commands that cannot be taken back. */
const FINAL = ['/end', '/announcements', '/undo'];

export function showUndo() {
  const bar = byId('undo-bar');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const hide = () => {
    clearTimeout(timer);
    bar.hidden = true;
  };
  onDone(({ path }) => {
    hide();
    if (FINAL.includes(path)) return;
    bar.hidden = false;
    timer = setTimeout(hide, OFFERED_MS);
  });
  byId('undo').addEventListener('click', () => {
    hide();
    void attempt(commands.undo());
  });
  onChange((_, name) => {
    if (name === 'undone' || name === 'meeting_ended') hide();
  });
}
