import type { History, MemberHistory, Outage, StreamHistory, Violation } from '../history.js';

const TOLD_WITHIN_MS = 5_000;
/** Allowance for a busy machine. */
const SLACK_MS = 750;

/** Frames that tell whether the stream's service has its store. */
const STANDINGS = ['connected', 'degraded', 'restored', 'goodbye'];

/**
 * While the store is away, every open stream gets `degraded` within 5 s, and `restored` when the store is
 * back (docs/protocol.md, "The stream").
 */
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

/** A stream that was open for 5 s of an outage and was not at `degraded` at that time. */
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

/** A stream still at `degraded` at the end of the run. */
function neverRestored({ name }: MemberHistory, { said, endedAt }: StreamHistory): Violation[] {
  const degraded = said.findLast(({ what }) => what === 'degraded');
  if (!degraded || endedAt !== undefined) return [];
  const over = said
    .slice(said.indexOf(degraded))
    .some(({ what }) => what === 'restored' || what === 'goodbye');
  return over ? [] : [{ rule: 'restored after degraded', what: name, at: degraded.at }];
}
