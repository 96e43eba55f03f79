/** Calls a break in all meetings of the page, and takes it back. */
import { commands } from '../sdk/commands.js';
import { byId, element } from './dom.js';
import { language, say } from './i18n.js';
import { service } from './place.js';
import { stored } from './storage.js';
import { undoBar } from './undo-bar.js';

/** @typedef {import('./meetings.js').State} State */
/**
 * @typedef {{ rest_id: string, ends_at: string | null, server_time: string, before: State | undefined }} Called
 *   The answer to a call of a break, and the state that the page knew before.
 */

/**
 * The `leader_token` that this browser got when it started the meeting (credentials.js).
 * @param {string} id
 * @returns {string | undefined}
 */
function claimOf(id) {
  try {
    return JSON.parse(stored(`claim.${id}`, '{}')).secret;
  } catch {
    return undefined;
  }
}

/** @param {string} id */
function meetingCommands(id) {
  const token = claimOf(id);
  return commands(service.slice(0, -1), id, token ? { token } : {});
}

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
 * @param {(id: string) => string} nameOf
 * @param {(id: string) => State | undefined} stateOf the last known state of a meeting
 */
export function showBreakInAll(ids, nameOf, stateOf) {
  /** The last call, by the id of the meeting. @type {Map<string, Called>} */
  const called = new Map();

  /**
   * @param {'break_not_in' | 'undo_not_in'} problem the text for the meetings in which it failed
   * @param {readonly string[]} where ids of meetings
   * @param {(id: string) => Promise<unknown>} command
   */
  async function inEach(problem, where, command) {
    const failed = await Promise.all(
      where.map((id) =>
        command(id).then(
          () => [],
          () => [id],
        ),
      ),
    );
    const names = failed.flat().map(nameOf);
    say(byId('problem'), names.length > 0 ? problem : '', { ids: names.join(', ') });
  }

  const undo = async () => {
    const ours = [...called].flatMap(([id, answer]) => (isChangedSince(answer, stateOf(id)) ? [] : [id]));
    await inEach('undo_not_in', ours, (id) => meetingCommands(id).undoCommand());
  };
  const bar = undoBar(() => void undo());

  /** @param {number} minutes */
  const call = async (minutes) => {
    called.clear();
    bar.hide();
    await inEach('break_not_in', ids(), async (id) => {
      const before = stateOf(id);
      const answer = await meetingCommands(id).callBreak({ duration_seconds: minutes * 60, language });
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
