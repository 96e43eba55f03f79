import { mayLack, type Loaded } from '../../stores/meeting-store.js';
import { evolve } from '../../domain/evolve.js';
import { isSameBreak } from '../../domain/notice.js';
import { isReadable, isReplayable, type LogEntry, type ReadableEntry } from '../../domain/log-entry.js';
import type { ResyncCause } from '../../domain/resync.js';

/**
 * A place in a meeting's log, the meeting and its counts at that place, and the place from which on the log
 * is complete.
 */
export type Position = Pick<Loaded, 'meeting' | 'revision' | 'since' | 'counts'>;

/** The position after an entry. An entry whose effect is not in the log leaves the meeting as it is. */
export function advance(position: Position, entry: LogEntry): Position {
  const { meeting } = position;
  return {
    ...position,
    revision: entry.id,
    meeting: isReplayable(entry) ? evolve(meeting, entry.notice) : meeting,
  };
}

/** One thing to send on the way from a position in the log to a later one: an entry, or a state. */
export type Step =
  | { readonly entry: ReadableEntry }
  /** The meeting at a position; with a cause, notices are missing before it. */
  | { readonly state: Position; readonly resync?: ResyncCause };

/**
 * The steps from an earlier position to `current`. `between` = the log's entries between the two; `undefined`
 * if the log does not continue from the earlier position, or has more entries than a member is sent. `stored` =
 * the earlier position without breaks that other programs only published.
 */
export function catchUpPlan(
  from: Position,
  between: readonly LogEntry[] | undefined,
  current: Position,
  stored: Position,
): readonly Step[] {
  const isReplaced = current.since !== from.since;
  if (!between) return [{ state: current, resync: isReplaced ? 'store' : 'log' }];
  if (!isReplaced && between.length > 0) return planThrough(between, current);
  // Another program may have written the state without an entry, and its message may be lost.
  if (!isReplaced) return [from, stored].some((at) => isSameMoment(at, current)) ? [] : [{ state: current }];
  // Live members have not got those entries from before the loss that the log still has. A client that is cut
  // off before the state resumes from before the loss, and is told again.
  const kept = between.filter(isReadable).filter(({ id }) => mayLack(id, current));
  return [...kept.map((entry): Step => ({ entry })), ...splitAtDataLoss(from, between, current)];
}

/** Whether the meeting is in the same break at both, or in the same run of it without a break. */
function isSameMoment({ meeting: one }: Position, { meeting: other }: Position): boolean {
  if (one.currentBreak && other.currentBreak) return isSameBreak(one.currentBreak.id, other.currentBreak.id);
  return one.currentBreak === other.currentBreak && one.startedAt === other.startedAt;
}

/**
 * The steps through entries without a gap. `current` replaces each damaged entry, or several in a row, and
 * says that notices are missing: a client that is cut off before it resumes from before the damage, and is
 * told again. The log does not have the effect of a damaged or unknown entry, or of an undo, so `current` also
 * ends the steps.
 */
export function planThrough(entries: readonly LogEntry[], current: Position): readonly Step[] {
  const steps = entries.flatMap((entry, i): Step | [] => {
    if (isReadable(entry)) return { entry };
    const next = entries[i + 1];
    return next && !isReadable(next) ? [] : { state: current, resync: 'damaged' };
  });
  const last = steps.at(-1);
  const needsState = last !== undefined && 'entry' in last && !entries.every(isReplayable);
  return needsState ? [...steps, { state: current }] : steps;
}

/**
 * The steps when the store lost data between a position and `current`. Any entry before the loss may be
 * missing, so one state replaces all of them; the entries after the loss are complete. Without such entries
 * the state is the store's own, because the loss may have changed it without an entry, as when another
 * program wrote it.
 */
export function splitAtDataLoss(
  from: Position,
  between: readonly LogEntry[],
  current: Position,
): readonly Step[] {
  const early = between.filter(({ id }) => mayLack(id, current));
  const late = between.slice(early.length);
  // The effect of an unknown entry is not known, so the current state replaces it.
  const canTell = late.length > 0 && early.every(isReplayable);
  const at = canTell ? early.reduce(advance, { ...from, since: current.since }) : current;
  return [{ state: at, resync: 'store' }, ...planThrough(late, current)];
}
