import type { History } from '../history.js';
import { framesOf, isNotice, isResync, knownNotices, logOf } from './reading.js';

/**
 * Whether Redis itself had acknowledged the notice and then lost it, and every member that had received it
 * was told. Needs a run that says when this can have happened ({@link History.redisLostAt}); otherwise
 * nothing is excused.
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
