/** Explains why a meeting is not in progress: it ended, or the service lost it in a restart. */
import { read } from './commands.js';
import { endedNote } from './ended-note.js';
import { t } from './i18n.js';
import { onChange } from './live.js';

/** All pages get the end at once, so their requests are spread over this many milliseconds. */
const SPREAD_MS = 2_000;

/** @type {{ kind: 'ended' | 'forgotten', breaks?: number, minutes?: number } | undefined} */
let past;

export function watchEnd() {
  let wasOn = false;
  let isUndone = false;
  onChange(({ phase, started_at }, name, frame) => {
    // The `state` after `undone` has the effect: if the start was taken back, the meeting has not ended.
    if (name === 'undone' || name === 'state') isUndone = name === 'undone';
    if (phase !== 'not_started') {
      wasOn = !isUndone;
      past = undefined;
    } else if (name === 'meeting_ended') {
      past = { kind: 'ended' };
      void look(SPREAD_MS);
    } else if (name === 'state' && started_at !== undefined && !past) {
      const isEmpty = frame?.['cursor'] === '0-0';
      if (wasOn) past = { kind: isEmpty ? 'forgotten' : 'ended' };
      if (!isEmpty) void look(wasOn ? SPREAD_MS : 0);
    }
    if (phase === 'not_started') wasOn &&= started_at === undefined;
  });
}

/**
 * Reads the history of the meeting. The service keeps it for some time after the end.
 * @param {number} spreadMs
 */
async function look(spreadMs) {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * spreadMs));
  const history = await read('/history').catch(() => undefined);
  if (!history?.ended_at || past?.kind === 'forgotten') return;
  past = { kind: 'ended', breaks: history.breaks, minutes: Math.round(history.pause_seconds / 60) };
}

/** Whether the meeting has ended, or the service has lost it. */
export const isPast = () => past !== undefined;

/**
 * The words for the stage.
 * @param {{ label: string, note: string }} [otherwise] for a meeting that has not begun
 */
export function endWords(otherwise = { label: t('not_started'), note: '' }) {
  if (!past) return otherwise;
  if (past.kind === 'forgotten') return { label: t('forgotten'), note: t('forgotten_note') };
  return { label: t('ended'), note: endedNote(past.breaks, past.minutes) };
}
