import type { History } from '../history.js';
import { framesOf, isNotice, isResync, knownNotices, logOf } from './reading.js';

/**
 * Whether a notice is one that Redis itself had acknowledged and then lost, and everyone who had received it was told. Only
 * asked for when a run says when that can have happened ({@link History.redisLostAt}); else nothing is excused.
 */
export function lostByRedis(history: History, meeting: string, name: string, since = -Infinity): boolean {
  const isIt = ({ id, mark }: { id: string; mark: string | undefined }) => id === name || mark === name;
  if (!history.redisLostAt?.some((at) => at >= since)) return false;
  if (logOf(history, meeting).some(isIt)) return false;
  const ids = new Set(
    knownNotices(history, meeting)
      .filter(isIt)
      .map(({ id }) => id),
  );
  return history.members.every((member) => {
    const frames = framesOf(member);
    const received = frames.findIndex((frame) => isNotice(frame) && ids.has(frame.id));
    return received < 0 || frames.slice(received).some(isResync);
  });
}
