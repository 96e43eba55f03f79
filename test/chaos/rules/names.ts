import type { History, Violation } from '../history.js';
import { framesOf } from './reading.js';

/** The name that every command and every injected entry carries. No other text of a run contains it. */
export const LEADER = 'Aoi Tanaka';

/**
 * Only leaders may learn who gave a command (docs/protocol.md, "Commands"). Members must not receive the name
 * from any version, nor read it over REST.
 */
export function nameRule({ members, meetings }: History): Violation[] {
  const rule = 'who did it is for leaders';
  const heard = members.flatMap((member) =>
    framesOf(member)
      .filter(({ data }) => JSON.stringify(data).includes(LEADER))
      .map(({ at, event }) => ({ rule, what: `${member.name}: ${event}`, at })),
  );
  const read = meetings
    .filter(({ said }) => said.includes(LEADER))
    .map(({ meeting }) => ({ rule, what: `${meeting}: an answer that anybody may read`, at: Infinity }));
  return [...heard, ...read];
}
