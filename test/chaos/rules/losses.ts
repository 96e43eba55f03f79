import { compareRevisions } from '../../../src/domain/revision.js';
import type { CommandHistory, History, MemberHistory, Violation } from '../history.js';
import { lostByRedis } from './lost-by-redis.js';
import { framesOf, isForgotten, isNotice, isResync, knownNotices, logged, logOf, markOf } from './reading.js';

const rule = 'no acknowledged command lost';

/**
 * Every member that joined before an acknowledged break, announcement or undo received it or was told of a
 * loss.
 */
export function lossRule(history: History): Violation[] {
  return history.commands
    .filter(({ status }) => status === 200)
    .filter((command) => {
      const { meeting, sentAt } = command;
      const mark = markOf(command);
      return mark === undefined || !lostByRedis(history, meeting, mark, sentAt);
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

function hasHeard(history: History, member: MemberHistory, command: CommandHistory): boolean {
  const { meeting, sentAt } = command;
  const mark = markOf(command);
  if (mark === undefined) return true;
  const frames = framesOf(member);
  const joined = frames.find(({ event }) => event === 'connected');
  if (!joined || joined.at >= sentAt) return true;
  if (frames.some((frame) => isNotice(frame) && logged(frame.id, frame.data).mark === mark)) return true;
  // A resync excuses a notice that its state includes, or that is no longer in the log.
  const isLogged = logOf(history, meeting).some((entry) => entry.mark === mark);
  const ids = knownNotices(history, meeting).filter((entry) => entry.mark === mark);
  return frames.some(
    (frame) =>
      isResync(frame) &&
      frame.at >= sentAt &&
      (!isLogged || ids.every(({ id }) => compareRevisions(String(frame.data['cursor']), id) >= 0)),
  );
}
