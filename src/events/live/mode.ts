/**
 * The modes of a live meeting. The modes that each mode may turn into:
 *
 *   opening ──subscribed, position read──▶ following ◀──log read to its end── repairing
 *      │ (messages wait until it is open)      └──a message does not follow on the last one, the feed was cut, or the
 *      │                                          position check found another revision──▶ repairing
 *      └──store unavailable──▶ failed: every stream that waited is told, and the next one opens the meeting anew
 *
 * Each mode may turn into `closed`.
 */
const transitions = {
  opening: ['following', 'repairing', 'failed', 'closed'],
  following: ['repairing', 'closed'],
  repairing: ['following', 'closed'],
  failed: ['closed'],
  closed: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Mode = keyof typeof transitions;

/** Returns the new mode, and throws on a transition that is not drawn above. */
export function changeMode(from: Mode, to: Mode): Mode {
  const allowed: readonly Mode[] = transitions[from];
  if (!allowed.includes(to)) throw new Error(`a live meeting cannot go from ${from} to ${to}`);
  return to;
}
