/** Calls a break in all meetings of the page, and takes it back. */
import { byId, element } from './dom.js';
import { isText, language, say, saying } from './i18n.js';
import { undoBar } from './undo-bar.js';

/** @typedef {import('./meetings.js').State} State */
/**
 * @typedef {{ rest_id: string, ends_at: string | null, server_time: string, before: State | undefined }} Called
 *   The answer to a call of a break, and the state that the page knew before.
 */

/**
 * Whether somebody has changed the break or the schedule since. The service takes back whatever was last, and
 * nothing of theirs is to be undone. An overview is up to a second behind, and longer while it reconnects.
 * @param {Called} called
 * @param {State | undefined} state
 */
function isChangedSince({ rest_id, ends_at, server_time, before }, state) {
  if (!state || state.server_time <= server_time) return false;
  if (state.rest?.rest_id !== rest_id || state.rest.ends_at !== ends_at) return true;
  return before !== undefined && JSON.stringify(state.schedule) !== JSON.stringify(before.schedule);
}

/**
 * @param {() => readonly string[]} ids of the meetings in which to call a break
 * @param {object} about
 * @param {(id: string) => ReturnType<typeof import('../sdk/commands.js').commands>} about.commandsOf
 * @param {(id: string) => string} about.nameOf
 * @param {(id: string) => State | undefined} about.stateOf the last known state of a meeting
 */
export function showBreakInAll(ids, { commandsOf, nameOf, stateOf }) {
  /** The last call, by the id of the meeting. @type {Map<string, Called>} */
  const called = new Map();

  /**
   * @param {'break_not_in' | 'undo_not_in'} problem the text for the meetings in which it failed
   * @param {readonly string[]} where ids of meetings
   * @param {(id: string) => Promise<unknown>} command
   */
  async function inEach(problem, where, command) {
    /** The meetings in which it failed, by the reason. @type {Map<string, string[]>} */
    const failed = new Map();
    await Promise.all(
      where.map((id) =>
        command(id).catch(({ code, message }) => {
          const reason = isText(`problem_${code}`) ? `problem_${code}` : message;
          failed.set(reason, [...(failed.get(reason) ?? []), nameOf(id)]);
        }),
      ),
    );
    say(byId('problem'), '');
    byId('problem').append(
      ...[...failed].map(([reason, names]) =>
        element(
          'span',
          {},
          saying('span', problem, { ids: names.join(', ') }),
          ' ',
          isText(reason) ? saying('span', reason) : reason,
          ' ',
        ),
      ),
    );
    if (failed.has('problem_unauthorized')) byId('enter-key').hidden = false;
  }

  const undo = async () => {
    const ours = [...called].flatMap(([id, answer]) => (isChangedSince(answer, stateOf(id)) ? [] : [id]));
    await inEach('undo_not_in', ours, (id) => commandsOf(id).undoCommand());
  };
  const bar = undoBar(() => void undo());

  /** @param {number} minutes */
  const call = async (minutes) => {
    called.clear();
    bar.hide();
    await inEach('break_not_in', ids(), async (id) => {
      const before = stateOf(id);
      const answer = await commandsOf(id).callBreak({ duration_seconds: minutes * 60, language });
      called.set(id, { ...answer, before });
    });
    if (called.size > 0) bar.offer();
  };

  for (const n of [5, 10, 15]) {
    const values = JSON.stringify({ n });
    const button = element('button', { type: 'button', 'data-t': 'n_minutes', 'data-t-values': values });
    button.addEventListener('click', () => void call(n));
    byId('in-all').append(button);
  }
}
