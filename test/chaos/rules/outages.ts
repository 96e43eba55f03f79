import type { History, MemberHistory, Outage, StreamHistory, Violation } from '../history.js';

const TOLD_WITHIN_MS = 5_000;
/** What one busy machine may add. */
const SLACK_MS = 750;

/** What says how a stream stands to the store. */
const STANDINGS = ['connected', 'degraded', 'restored', 'goodbye'];

/** Who has a stream while the store is away is told within 5 s, and again when it is back (docs/protocol.md, "The stream"). */
export function outageRule(history: History): Violation[] {
  return history.members.flatMap((member) => {
    const { streams } = member;
    const outages = history.outages.filter(
      ({ meeting }) => meeting === undefined || meeting === member.meeting,
    );
    return [
      ...outages.flatMap((outage) => streams.flatMap((stream) => untold(member, stream, outage))),
      ...streams.slice(-1).flatMap((stream) => neverRestored(member, stream)),
    ];
  });
}

/** A stream that was open 5 s after the outage began, or after it opened in it, and did not stand at `degraded` then. */
function untold(
  { name }: MemberHistory,
  { requestedAt, endedAt = Infinity, said }: StreamHistory,
  { from, to }: Outage,
): Violation[] {
  const by = Math.max(from, requestedAt) + TOLD_WITHIN_MS + SLACK_MS;
  if (by > to || by > endedAt) return [];
  const last = said.findLast(({ what, at }) => at <= by && STANDINGS.includes(what))?.what;
  if (last === 'degraded' || last === 'goodbye') return [];
  return [{ rule: 'outages are told', what: `${name}: no degraded`, at: Math.max(from, requestedAt) }];
}

/** Once all is quiet. */
function neverRestored({ name }: MemberHistory, { said, endedAt }: StreamHistory): Violation[] {
  const degraded = said.findLast(({ what }) => what === 'degraded');
  if (!degraded || endedAt !== undefined) return [];
  const over = said
    .slice(said.indexOf(degraded))
    .some(({ what }) => what === 'restored' || what === 'goodbye');
  return over ? [] : [{ rule: 'restored after degraded', what: name, at: degraded.at }];
}
