import { compareRevisions, START } from '../../../src/domain/revision.js';
import type { History, LoggedEntry, MemberHistory, Violation } from '../history.js';
import { lostByRedis } from './lost-by-redis.js';
import { framesOf, isNotice, isResync, knownNotices, logOf } from './reading.js';

const rule = 'no undetected gap';

/**
 * Nothing was logged between two notices that a member received in succession, as far as anyone knows, unless
 * a resync told the member; this includes unreadable entries. From the start of a stream (the first
 * `connected`, or a resync) to its first notice, only entries still in the log count: notices before the
 * start may be lost although others received them.
 */
export function gapRule(history: History): Violation[] {
  return history.members.flatMap((member) => {
    const log = logOf(history, member.meeting);
    const damaged = history.injected.filter(
      ({ kind, meeting }) => kind === 'damaged entry' && meeting === member.meeting,
    );
    const known = knownNotices(history, member.meeting)
      .filter(({ id }) => !lostByRedis(history, member.meeting, id))
      .concat(damaged.map(({ id, kind }) => ({ id, event: kind, mark: undefined, breakId: undefined })))
      .sort((a, b) => compareRevisions(a.id, b.id));
    return gapsOf(member, known, log);
  });
}

function gapsOf(
  member: MemberHistory,
  known: readonly LoggedEntry[],
  log: readonly LoggedEntry[],
): Violation[] {
  const found: Violation[] = [];
  let position: { id: string; among: readonly LoggedEntry[] } | undefined;
  if (member.cursor !== undefined && member.cursor !== START) position = { id: member.cursor, among: known };
  for (const frame of framesOf(member)) {
    // Only the first `connected` counts: later connections resume, so their `connected` excuses nothing.
    if (frame.event === 'connected' && frame.id !== undefined) position ??= { id: frame.id, among: log };
    if (isResync(frame)) position = { id: String(frame.data['cursor']), among: log };
    if (!isNotice(frame)) continue;
    for (const missed of position ? between(position.among, position.id, frame.id) : []) {
      const what = `${member.name}: ${position?.id ?? ''}, then ${frame.id}, without ${describe(missed)}`;
      found.push({ rule, what, at: frame.at });
    }
    position = { id: frame.id, among: known };
  }
  return found;
}

/** The entries between two ids; `entries` must be in order. */
function between(entries: readonly LoggedEntry[], from: string, to: string): readonly LoggedEntry[] {
  return entries.slice(
    countUntil(entries, (id) => compareRevisions(id, from) > 0),
    countUntil(entries, (id) => compareRevisions(id, to) >= 0),
  );
}

/**
 * The number of entries before the first that `isPast`. Binary search: there are thousands of entries, and a
 * query for each.
 */
function countUntil(entries: readonly LoggedEntry[], isPast: (id: string) => boolean): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPast(entries[middle]?.id ?? '')) high = middle;
    else low = middle + 1;
  }
  return low;
}

const describe = ({ id, event, mark }: LoggedEntry): string => `${id} (${mark ?? event})`;
