/**
 * A position in a meeting's log: the id of a notice, in the form of a Redis stream id
 * (`milliseconds-sequence`).
 * The revision of a meeting is the id of its last logged notice. It is the compare-and-set token of a commit
 * and the id of an SSE frame.
 */
export type Revision = string;

/** The revision of a meeting with an empty log; it comes before every other revision. */
export const START: Revision = '0-0';

/** The revision of a meeting whose log is lost, while the state or history that it led to is not. */
export const LOG_IS_LOST: Revision = '0-1';

const PATTERN = /^(\d{1,20})-(\d{1,20})$/;

/** The largest number in an id. Redis refuses to read from a larger number. */
const MAX_PART = 2n ** 64n - 1n;

/**
 * Whether a value is a revision. The largest possible id is excluded: no id can follow it, and Redis refuses
 * to read after it.
 */
export function isRevision(text: unknown): text is Revision {
  if (typeof text !== 'string' || !PATTERN.test(text)) return false;
  const both = parts(text);
  return both.every((part) => part <= MAX_PART) && both.some((part) => part < MAX_PART);
}

/**
 * Negative when `a` comes before `b`, 0 for equal positions.
 * The parts are compared as BigInt, because both can exceed 2^53.
 */
export function compareRevisions(a: Revision, b: Revision): number {
  const [aTime, aSequence] = parts(a);
  const [bTime, bSequence] = parts(b);
  const difference = aTime === bTime ? aSequence - bSequence : aTime - bTime;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The time part of a revision, in ms of the store's clock. */
export function millisecondsOf(revision: Revision): number {
  return Number(parts(revision)[0]);
}

function parts(revision: Revision): [bigint, bigint] {
  const [, time, sequence] = PATTERN.exec(revision) ?? [];
  if (time === undefined || sequence === undefined)
    throw new RangeError(`not a revision: ${JSON.stringify(revision)}`);
  return [BigInt(time), BigInt(sequence)];
}
