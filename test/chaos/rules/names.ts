import type { History, Violation } from '../history.js';
import { framesOf } from './reading.js';

/** Who gives every command, and every entry of a later version. In nothing else that a run says. */
export const LEADER = 'Aoi Tanaka';

/** Who gave a command is for leaders (docs/protocol.md, "Commands"): members hear it from no version, and nobody may read it. */
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
