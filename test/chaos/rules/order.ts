import { compareRevisions } from '../../../src/domain/revision.js';
import type { History, MemberHistory, Violation } from '../history.js';
import { framesOf, isNotice, isResync } from './reading.js';

/**
 * No notice comes twice, and ids increase. Only a resync may restart the order, because the log after it may
 * be another one.
 */
export function orderRule({ members }: History): Violation[] {
  return members.flatMap(inOrder);
}

function inOrder(member: MemberHistory): Violation[] {
  const found: Violation[] = [];
  const seen = new Set<string>();
  let last: string | undefined;
  for (const frame of framesOf(member)) {
    if (isResync(frame)) last = undefined;
    if (frame.event === 'state') {
      const cursor = String(frame.data['cursor']);
      if (last !== undefined && compareRevisions(cursor, last) < 0)
        found.push(broken('order', `a state of ${cursor} after ${last}`, frame.at));
      continue;
    }
    if (!isNotice(frame)) continue;
    const { id, at } = frame;
    if (seen.has(id)) found.push(broken('no duplicate', `${id} again`, at));
    else if (last !== undefined && compareRevisions(id, last) <= 0)
      found.push(broken('order', `${id} after ${last}`, at));
    seen.add(id);
    last = id;
  }
  return found;

  function broken(rule: string, what: string, at: number): Violation {
    return { rule, what: `${member.name}: ${what}`, at };
  }
}
