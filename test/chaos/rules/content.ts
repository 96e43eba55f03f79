import { compareRevisions } from '../../../src/domain/revision.js';
import type { FrameHappening, History, Injected, MemberHistory, Violation } from '../history.js';
import { lostByRedis } from './lost-by-redis.js';
import { isForgotten, framesOf, isResync, LATER_NOTICE } from './reading.js';

/**
 * Content of other versions harms no stream: a later notice is passed on, a damaged entry is skipped and
 * reported by a resync (docs/protocol.md, "The stream").
 */
export function contentRule(history: History): Violation[] {
  return [
    ...history.injected.flatMap((entry) =>
      history.members
        .filter(({ meeting }) => meeting === entry.meeting)
        .filter((member) => !hasHeard(history, member, entry) && !isForgotten(history, member, entry.at))
        .map(({ name }) => ({
          rule: RULES[entry.kind],
          what: `${name}: never heard of ${entry.id}`,
          at: entry.at,
        })),
    ),
    ...history.members.flatMap(withoutState),
  ];
}

const RULES = {
  'later notice': 'later notices are passed on',
  'damaged entry': 'damaged entries are told',
} as const;

function hasHeard(history: History, member: MemberHistory, { kind, id, at, meeting }: Injected): boolean {
  const frames = framesOf(member);
  const joined = frames.find(({ event }) => event === 'connected');
  if (!joined || joined.at >= at) return true;
  if (frames.some((frame) => isResync(frame) && frame.at >= at)) return true;
  if (kind === 'damaged entry') return false;
  return frames.some((frame) => frame.id === id) || lostByRedis(history, meeting, id, at);
}

/** After a later notice or an undo, the store's state must follow on the same stream. */
function withoutState(member: MemberHistory): Violation[] {
  return framesOf(member).flatMap((frame, i, frames) => {
    if (frame.event !== LATER_NOTICE && frame.event !== 'undone') return [];
    const later = frames.slice(i + 1);
    const next = later.findIndex(({ event }) => event === 'connected' || event === 'goodbye');
    const onSameStream = next < 0 ? later : later.slice(0, next);
    if (next >= 0 || onSameStream.some((other) => isStateOf(other, frame))) return [];
    return [{ rule: 'a state follows', what: `${member.name}: none after ${frame.id ?? ''}`, at: frame.at }];
  });
}

const isStateOf = ({ event, data }: FrameHappening, { id = '' }: FrameHappening): boolean =>
  event === 'state' && compareRevisions(String(data['cursor']), id) >= 0;
