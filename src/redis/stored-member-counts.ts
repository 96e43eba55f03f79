import { noMemberCounts, type MemberCounts } from '../domain/members.js';
import { perRequest, type RequestKind } from '../domain/requests.js';
import type { Flat } from './scripts.js';

/** Fields for one kind of request: its round, the revision of that round, its salt, and the count. */
export function askedFields(kind: RequestKind): [round: string, seenAt: string, salt: string, count: string] {
  return kind === 'break'
    ? ['stretch', 'stretch_seen_at', 'salt', 'requests']
    : [`${kind}_of`, `${kind}_seen_at`, `${kind}_salt`, kind];
}

/** Reads the hash of a meeting's members: the counts of live processes, answers and requests. */
export function toMemberCounts(flat: Flat, isAlive: (process: string) => boolean): MemberCounts {
  const counts: Record<string, unknown> = { ...noMemberCounts };
  const fields = new Map<string, string>();
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
    if (['seen', 'away', 'back'].includes(field)) counts[field] = countOf(value);
    fields.set(field, value);
  }
  const asked = perRequest((kind) => {
    const [round, , , count] = askedFields(kind);
    return { round: fields.get(round) ?? '', count: countOf(fields.get(count) ?? '') };
  });
  return { ...(counts as unknown as MemberCounts), connected, named, asked };
}

/** Parses a count; 0 for an invalid text, which only another program writes. */
function countOf(text: string): number {
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : 0;
}
