import { compareRevisions } from '../../../src/domain/revision.js';
import type { CommandHistory, History, MemberHistory, Violation } from '../history.js';
import { lostByRedis } from './lost-by-redis.js';
import { framesOf, isForgotten, isNotice, isResync, knownNotices, logOf, textOf } from './reading.js';

const rule = 'no acknowledged command lost';

/** A break or an announcement that was acknowledged reached every member that had joined before it was called, or the member was told. */
export function lossRule(history: History): Violation[] {
  return history.commands
    .filter(({ status }) => status === 200)
    .filter(({ meeting, command, sentAt }) => {
      const name = textOf(command);
      return name === undefined || !lostByRedis(history, meeting, name, sentAt);
    })
    .flatMap((command) =>
      history.members
        .filter(({ meeting }) => meeting === command.meeting)
        .filter((member) => !hasHeard(history, member, command))
        .filter((member) => !isForgotten(history, member, command.sentAt))
        .map(({ name }) => ({
          rule,
          what: `${name}: never heard ${JSON.stringify(command.command)}`,
          at: command.sentAt,
        })),
    );
}

function hasHeard(
  history: History,
  member: MemberHistory,
  { meeting, command, sentAt }: CommandHistory,
): boolean {
  const text = textOf(command);
  if (text === undefined) return true;
  const frames = framesOf(member);
  const joined = frames.find(({ event }) => event === 'connected');
  if (!joined || joined.at >= sentAt) return true;
  if (frames.some((frame) => isNotice(frame) && frame.data['message'] === text)) return true;
  // A resync excuses what it tells of: a break that is in its state or before it, or that is no longer in the log.
  const logged = logOf(history, meeting).some(({ message }) => message === text);
  const ids = knownNotices(history, meeting).filter(({ message }) => message === text);
  return frames.some(
    (frame) =>
      isResync(frame) &&
      frame.at >= sentAt &&
      (!logged || ids.every(({ id }) => compareRevisions(String(frame.data['cursor']), id) >= 0)),
  );
}
