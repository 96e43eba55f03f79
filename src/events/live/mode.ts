/**
 * The modes of a live meeting, and when one turns into another:
 *
 *   opening   → following   subscribed, and the position was read; messages wait until then
 *             → repairing   the same, while a repair is requested
 *             → failed      store unavailable: streams that wait are told, and the next one opens the meeting anew
 *   following → repairing   a message does not follow on the last one, the feed was cut, or the position check
 *                           found another revision
 *   repairing → following   the log was read to its end
 *   any       → closed      the last stream has left
 */
const transitions = {
  opening: ['following', 'repairing', 'failed', 'closed'],
  following: ['repairing', 'closed'],
  repairing: ['following', 'closed'],
  failed: ['closed'],
  closed: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Mode = keyof typeof transitions;

/** Returns the new mode, and throws on a transition that is not listed above. */
export function changeMode(from: Mode, to: Mode): Mode {
  const allowed: readonly Mode[] = transitions[from];
  if (!allowed.includes(to)) throw new Error(`a live meeting cannot go from ${from} to ${to}`);
  return to;
}
