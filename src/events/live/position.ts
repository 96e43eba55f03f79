import { mayLack, type Loaded } from '../../stores/meeting-store.js';
import { evolve } from '../../domain/evolve.js';
import { isKnown, isReadable, type LogEntry } from '../../domain/log-entry.js';

/** A place in a meeting's log, the meeting as it is there with its members, and since when the log is whole. */
export type Position = Pick<Loaded, 'meeting' | 'revision' | 'since' | 'tally'>;

/** The next position after an entry. What this version cannot read changes nothing that it knows of. */
export function past(position: Position, entry: LogEntry): Position {
  const { meeting } = position;
  return {
    ...position,
    revision: entry.id,
    meeting: isKnown(entry) ? evolve(meeting, entry.notice) : meeting,
  };
}

/** Why members are told that something is missing. */
export const resyncCauses = ['store', 'log', 'cursor', 'damaged'] as const;
export type ResyncCause = (typeof resyncCauses)[number];

/** What brings those who were at one position to a later one, in order. */
export type Step =
  | { readonly entry: LogEntry }
  /** The meeting as it is; with a cause: something is missing before it. */
  | { readonly state: Position; readonly resync?: ResyncCause };

/**
 * From an earlier position to `current`. `between`: the entries between the two, as the log has them; `undefined` = the log does not
 * continue from the first, or has more than a member is served.
 */
export function stepsBetween(
  from: Position,
  between: readonly LogEntry[] | undefined,
  current: Position,
): readonly Step[] {
  const isReplaced = current.since !== from.since;
  if (!between) return [{ state: current, resync: isReplaced ? 'store' : 'log' }];
  if (!isReplaced) return stepsThrough(between, current);
  return stepsAcrossLoss(from, between, current);
}

/**
 * Entries that follow each other without a gap. After the last one that is damaged, `current` tells members that something is missing:
 * whoever is cut off before it comes back from before the damage and is told again. Where an entry cannot be read or is unknown,
 * its effect is not known either, so `current` ends the steps.
 */
export function stepsThrough(entries: readonly LogEntry[], current: Position): readonly Step[] {
  const lastDamaged = entries.findLastIndex((entry) => !isReadable(entry));
  const steps = entries.map((entry, i): Step =>
    i === lastDamaged ? { state: current, resync: 'damaged' } : { entry },
  );
  const needsState = lastDamaged < entries.length - 1 && !entries.every(isKnown);
  return needsState ? [...steps, { state: current }] : steps;
}

/**
 * Of the entries from a position to `current`, any may be missing that came before a loss of the store's: the state that they lead to
 * stands for them. Those after the loss are whole. If there are none, the store's own state is told: the loss may have changed what no
 * entry tells, such as a state that another program wrote.
 */
export function stepsAcrossLoss(
  from: Position,
  between: readonly LogEntry[],
  current: Position,
): readonly Step[] {
  const early = between.filter(({ id }) => mayLack(id, current));
  const late = between.slice(early.length);
  // What an unknown entry did is not known, so only the state of now is.
  const canTell = late.length > 0 && early.every(isKnown);
  const at = canTell ? early.reduce(past, { ...from, since: current.since }) : current;
  return [{ state: at, resync: 'store' }, ...stepsThrough(late, current)];
}
