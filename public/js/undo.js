/** Takes back the last command of this page. */
import { attempt, onDone } from './attempt.js';
import { commands } from './commands.js';
import { onChange } from './live.js';
import { undoBar } from './undo-bar.js';

/** Commands that cannot be taken back. */
const FINAL = ['/end', '/announcements', '/undo'];

export function showUndo() {
  const { offer, hide } = undoBar(() => void attempt(commands.undo()));
  onDone(({ path }) => (FINAL.includes(path) ? hide() : offer()));
  onChange((_, name) => {
    if (name === 'undone' || name === 'meeting_ended') hide();
  });
}
