import { evolve } from '../meetings/rules/evolve.js';
import { continues, mayLack, type Loaded, type MeetingStore } from '../meetings/meeting-store.js';
import type { LoggedNotice } from '../meetings/rules/notice.js';
import { compareRevisions, type Revision } from '../meetings/rules/revision.js';

/** A place in a meeting's log, the meeting as it is there with its members, and since when the log is whole. */
export type Position = Pick<Loaded, 'meeting' | 'revision' | 'since' | 'tally'>;

const LOG_PAGE = 256;

/** The next position after a notice. */
export function past(position: Position, { id, notice }: LoggedNotice): Position {
  return { ...position, revision: id, meeting: evolve(position.meeting, notice) };
}

/** The notices after `from`, up to and with that of `to`, oldest first; `undefined` when the log does not go on from there. */
export async function noticesBetween(
  from: Revision,
  to: Position,
  store: MeetingStore,
): Promise<readonly LoggedNotice[] | undefined> {
  const notices: LoggedNotice[] = [];
  for (let last = from; last !== to.revision;) {
    const page = await store.readLog(to.meeting.id, last, LOG_PAGE);
    const upTo = page.filter(({ id }) => compareRevisions(id, to.revision) <= 0);
    if (!continues(last, upTo, to.revision)) return undefined;
    notices.push(...upTo);
    last = upTo.at(-1)?.id ?? last;
  }
  return notices;
}

/** What brings those who were at one position to a later one. */
interface Way {
  /** They are told that something is missing: why, and where the meeting is as they are told. */
  readonly resync?: { readonly cause: 'log' | 'store'; readonly at: Position };
  readonly notices: readonly LoggedNotice[];
}

/** `between`: the notices between the two, as the log has them; `undefined` = it does not go on from the first. */
export function wayTo(current: Position, from: Position, between: readonly LoggedNotice[] | undefined): Way {
  const isReplaced = current.since !== from.since;
  if (!between) return { resync: { cause: isReplaced ? 'store' : 'log', at: current }, notices: [] };
  if (!isReplaced) return { notices: between };
  const { at, late } = acrossLoss(from, between, current);
  return { resync: { cause: 'store', at }, notices: late };
}

/**
 * Of the notices from a position to `current` any may be missing that came before a loss of the store's: `at`, the state they lead to,
 * stands for them. The `late` ones, after the loss, are whole.
 */
export function acrossLoss(
  from: Position,
  between: readonly LoggedNotice[],
  current: Position,
): { at: Position; late: readonly LoggedNotice[] } {
  const early = between.filter(({ id }) => mayLack(id, current));
  return { at: early.reduce(past, from), late: between.slice(early.length) };
}
