/**
 * Offers to take back the last command of this page, until somebody commands the meeting: the service takes
 * back whatever was last, and nothing of theirs is to be undone.
 */
import { REQUEST_FRAMES } from './activity.js';
import { attempt, onDone } from './attempt.js';
import { commands } from './commands.js';
import { now, onChange } from './live.js';
import { undoBar } from './undo-bar.js';

/** Commands that cannot be taken back. */
const FINAL = ['/end', '/announcements', '/undo'];

/** Frames that leave the last command to be undone. */
const HARMLESS = [...REQUEST_FRAMES, 'all_back'];

/** Bound on the error of the page's estimate of the service's time, in milliseconds. */
const CLOCK_ERROR_MS = 500;

export function showUndo() {
  const { offer, hide } = undoBar(() => void attempt(commands.undo()));
  /** The service's time of this page's last command and of the last notice. */
  let commandedAt = Infinity;
  let noticedAt = -Infinity;
  const check = () => noticedAt > commandedAt && hide();
  onDone(({ path }, { server_time: at }) => {
    // The answers to a start and to the end of a break have no time. Their notices are older than the answer.
    commandedAt = at ? Date.parse(at) : now() + CLOCK_ERROR_MS;
    if (FINAL.includes(path)) hide();
    else offer();
    check();
  });
  onChange((_, name, frame) => {
    if (!frame?.['event'] || HARMLESS.includes(String(name))) return;
    noticedAt = Math.max(noticedAt, Date.parse(frame['timestamp']));
    check();
  });
}
