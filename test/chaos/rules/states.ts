import type { FrameHappening, History, MemberHistory, Violation } from '../history.js';
import { framesOf } from './reading.js';

const rule = 'state correct in the end';

/** What a member's page would show, and what the status says, in the same words. */
interface State {
  readonly startedAt: unknown;
  readonly restStartedAt: unknown;
}

const NOT_STARTED: State = { startedAt: null, restStartedAt: null };

/** Once all is quiet, every member is connected and sees what every service's status says. */
export function stateRule({ members, meetings }: History): Violation[] {
  return meetings.flatMap(({ meeting, statuses }) => {
    const truths = statuses.map((status) => JSON.stringify(status === null ? NOT_STARTED : ofStatus(status)));
    const [truth] = truths;
    const seen = members.filter((member) => member.meeting === meeting).map((member) => check(member, truth));
    const agree = new Set(truths).size === 1;
    if (!agree) seen.push([{ rule, what: `${meeting}: services say ${truths.join(' and ')}`, at: Infinity }]);
    return seen.flat();
  });
}

function check(member: MemberHistory, truth: string | undefined): Violation[] {
  const last = member.happenings.at(-1);
  if (last?.kind !== 'frame' || last.event === 'goodbye')
    return [{ rule, what: `${member.name} is not connected`, at: last?.at ?? 0 }];
  const state = JSON.stringify(framesOf(member).reduce(evolve, undefined));
  if (state === truth) return [];
  return [{ rule, what: `${member.name} sees ${state}, status says ${truth ?? 'nothing'}`, at: last.at }];
}

function evolve(state: State | undefined, { event, data }: FrameHappening): State | undefined {
  switch (event) {
    case 'state': {
      const rest = data['rest'] as Record<string, unknown> | null | undefined;
      return { startedAt: data['started_at'], restStartedAt: rest?.['started_at'] ?? null };
    }
    case 'meeting_started':
      return { startedAt: data['timestamp'], restStartedAt: null };
    case 'message':
      return state && { ...state, restStartedAt: data['timestamp'] };
    case 'rest_ended':
      return state && { ...state, restStartedAt: null };
    case 'meeting_ended':
      return NOT_STARTED;
    default:
      return state;
  }
}

function ofStatus(status: Readonly<Record<string, unknown>>): State {
  return { startedAt: status['started_at'], restStartedAt: status['rest_started_at'] };
}
