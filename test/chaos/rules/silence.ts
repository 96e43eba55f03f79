import type { History, MemberHistory, StreamHistory, Violation } from '../history.js';

const rule = 'no silence';
const FIRST_WITHIN_MS = 5_000;
const SOMETHING_EVERY_MS = 15_000;
/** Allowance for a busy machine. */
const SLACK_MS = 750;

/**
 * A stream sends `connected` or `goodbye` within 5 s of its request, and then something at least every 15 s
 * (docs/protocol.md, "The stream"). Measured where the stream leaves the service, because delays of a link
 * are not the service's silence.
 */
export function silenceRule(history: History): Violation[] {
  return history.members.flatMap((member) =>
    member.streams.flatMap((stream) => silences(member, stream, history.takenAt)),
  );
}

function silences({ name }: MemberHistory, stream: StreamHistory, takenAt: number): Violation[] {
  const { requestedAt, endedAt = takenAt, said } = stream;
  const spokeAt = said.find(({ what }) => what === 'connected' || what === 'goodbye')?.at;
  const late = (spokeAt ?? endedAt) - requestedAt;
  if (late > FIRST_WITHIN_MS + SLACK_MS) {
    const what = `${name}: nothing for ${late} ms after its request`;
    return [{ rule, what, at: requestedAt }];
  }
  if (spokeAt === undefined) return [];
  return [...said.filter(({ at }) => at > spokeAt), { at: endedAt }].flatMap(({ at }, i, later) => {
    const before = later[i - 1]?.at ?? spokeAt;
    if (at - before <= SOMETHING_EVERY_MS + SLACK_MS) return [];
    return [{ rule, what: `${name}: nothing for ${at - before} ms`, at: before }];
  });
}
