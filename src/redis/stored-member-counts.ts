import { noMemberCounts, type MemberCounts } from '../domain/members.js';
import type { Flat } from './scripts.js';

/** Reads the hash of a meeting's members: the counts of live processes, answers and requests. */
export function toMemberCounts(flat: Flat, isAlive: (process: string) => boolean): MemberCounts {
  const counts: Record<string, unknown> = { ...noMemberCounts };
  let [connected, named] = [0, 0];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const [field = '', value = ''] = [flat[i], flat[i + 1]];
    const process = /^process:(.+)$/.exec(field)?.[1];
    if (process !== undefined && isAlive(process)) {
      const [its = 0, itsNamed = 0] = value.split(' ').map(countOf);
      connected += its;
      named += itsNamed;
    }
    if (field === 'rest_id') counts['breakId'] = value;
    if (field === 'stretch') counts['stretch'] = value;
    if (field === 'more_time_of') counts['moreTimeOf'] = value;
    if (field === 'more_time') counts['moreTime'] = countOf(value);
    if (['seen', 'away', 'back', 'requests'].includes(field)) counts[field] = countOf(value);
  }
  return { ...(counts as unknown as MemberCounts), connected, named };
}

/** Parses a count; 0 for an invalid text, which only another program writes. */
function countOf(text: string): number {
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : 0;
}
