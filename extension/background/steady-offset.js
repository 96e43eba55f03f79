/**
 * The server's clock in the first seconds of a life of the background. A first answer that waited, in a service that hung or in a
 * browser that had just woken, puts the client's clock off by as much, until it has asked for the time. The last life's was sure.
 */

/** The client asks for the time once a second while it is not sure. */
const SURE_MS = 3_000;
/** An answer waits no longer than this; what differs by more is a computer whose clock was set. */
const LONGEST_MS = 10_000;

/**
 * @param {number} heard the offset as the client knows it now, in ms
 * @param {number | undefined} before the offset of the last life
 * @param {number} age of this life, in ms
 */
export const steadyOffset = (heard, before, age) =>
  before !== undefined && age < SURE_MS && Math.abs(heard - before) <= LONGEST_MS ? before : heard;
