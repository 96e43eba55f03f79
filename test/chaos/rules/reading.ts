import { noticeEvents } from '../../../src/domain/notice.js';
import { compareRevisions, START } from '../../../src/domain/revision.js';
import type { CommandHistory, FrameHappening, History, LoggedEntry, MemberHistory } from '../history.js';

/** How the rules read a history. */

/** A notice that no version of the service knows yet. */
export const LATER_NOTICE = 'rest_paused';

/** The frames that carry a notice. Each has the notice's name, except `message` for a break. */
export const NOTICES: ReadonlySet<string> = new Set([
  ...noticeEvents.map((event) => (event === 'rest_required' ? 'message' : event)),
  LATER_NOTICE,
]);

export const framesOf = once(({ happenings }: MemberHistory): readonly FrameHappening[] =>
  happenings.filter((happening) => happening.kind === 'frame'),
);

/** Whether everything after `since` may be forgotten unnoticed: the member had received nothing before. */
export function isForgotten({ forgottenAt }: History, member: MemberHistory, since: number): boolean {
  return forgottenAt.some((lost) => {
    const before = framesOf(member).filter(({ at, id }) => at < lost && id !== undefined && id !== START);
    return lost >= since && before.length === 0;
  });
}

/** Whether a break was planned: then its id is its time; other breaks have a UUID. */
export const beganByItself = (breakId: unknown): boolean =>
  typeof breakId === 'string' && /^\d+$/.test(breakId);

/** Whether a frame is a notice of the log. Breaks that another program published have no id. */
export function isNotice(frame: FrameHappening): frame is FrameHappening & { id: string } {
  return NOTICES.has(frame.event) && frame.id !== undefined;
}

/** Whether a frame tells the member that it missed something, and gives the current state. */
export const isResync = ({ event, data }: FrameHappening): boolean =>
  event === 'state' && data['resync'] === true;

/** All known notices of a meeting, by id: those still in the log, and those that any member received. */
export function knownNotices(history: History, meeting: string): readonly LoggedEntry[] {
  return knownByMeeting(history).get(meeting) ?? [];
}

const knownByMeeting = once(({ meetings, members }: History): Map<string, LoggedEntry[]> => {
  const known = new Map(meetings.map(({ meeting, log }) => [meeting, byId(log)]));
  for (const member of members) {
    const entries = known.get(member.meeting) ?? byId([]);
    known.set(member.meeting, entries);
    for (const frame of framesOf(member).filter(isNotice)) {
      entries.set(frame.id, logged(frame.id, frame.data));
    }
  }
  const inOrder = (entries: Map<string, LoggedEntry>) =>
    [...entries.values()].sort((a, b) => compareRevisions(a.id, b.id));
  return new Map([...known].map(([meeting, entries]) => [meeting, inOrder(entries)]));
});

/**
 * Identifies the notice that a command causes: by its text, or by what its answer says it did; `undefined` if
 * nothing does. The new end of a break identifies nothing, as two commands may move it to the same time.
 */
export function markOf({ command, status, answer }: CommandHistory): string | undefined {
  if (command.type === 'rest' || command.type === 'announce') return command.message;
  if (command.type === 'undo' && status === 200) return undoOf(answer?.['undone_id']);
  return undefined;
}

/** A notice, reduced to the fields that the rules use. */
export function logged(
  id: string,
  { event, message, rest_id, undone_id, timestamp }: FrameHappening['data'],
): LoggedEntry {
  return {
    id,
    event: String(event),
    timestamp: typeof timestamp === 'string' ? timestamp : undefined,
    mark:
      event === 'rest_required' || event === 'announcement'
        ? String(message)
        : event === 'undone'
          ? undoOf(undone_id)
          : undefined,
    breakId: typeof rest_id === 'string' ? rest_id : undefined,
    undoneId: typeof undone_id === 'string' ? undone_id : undefined,
  };
}

const undoOf = (id: unknown): string => `undo of ${String(id)}`;

const byId = (log: readonly LoggedEntry[]) => new Map(log.map((entry) => [entry.id, entry]));

export const logOf = ({ meetings }: History, meeting: string): readonly LoggedEntry[] =>
  meetings.find((final) => final.meeting === meeting)?.log ?? [];

/**
 * Caches `read`: the members run in this process too, and rules that take seconds would delay the frames
 * whose time they check.
 */
function once<K extends object, V>(read: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, V>();
  return (of) => {
    if (!known.has(of)) known.set(of, read(of));
    return known.get(of) as V;
  };
}
