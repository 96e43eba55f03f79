import type { History, MemberHistory, Violation } from '../history.js';
import { differs, evolve, ofService, type MeetingState } from './meeting-state.js';
import { framesOf } from './reading.js';

const rule = 'state correct in the end';

/** At the end of the run every member is connected, and its state is what every service answers. */
export function stateRule({ members, meetings }: History): Violation[] {
  return meetings.flatMap(({ meeting, services }) => {
    const [first, ...others] = services.map(ofService);
    if (!first) return [];
    const seen = members
      .filter((member) => member.meeting === meeting)
      .flatMap((member) => check(member, first));
    const different = others.filter((other) => differs(first, other));
    return [
      ...seen,
      ...different.map((other) => ({
        rule,
        what: `${meeting}: services say ${JSON.stringify(first)} and ${JSON.stringify(other)}`,
        at: Infinity,
      })),
    ];
  });
}

function check(member: MemberHistory, truth: MeetingState): Violation[] {
  const last = member.happenings.at(-1);
  if (last?.kind !== 'frame' || last.event === 'goodbye')
    return [{ rule, what: `${member.name} is not connected`, at: last?.at ?? 0 }];
  const state = framesOf(member).reduce(evolve, undefined);
  if (state && !differs(state, truth)) return [];
  const what = `${member.name} sees ${JSON.stringify(state)}, services say ${JSON.stringify(truth)}`;
  return [{ rule, what, at: last.at }];
}
