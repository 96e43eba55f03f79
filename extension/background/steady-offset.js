/**
 * Steadies the estimate of the server's clock in the first seconds of a life of the background. If the first
 * answer was delayed (the service hung, or the browser had just woken), the client's estimate is off by that
 * delay until it has asked for the time. Until then the last life's estimate is better.
 */

/** The client asks for the time every second while its estimate is uncertain. */
const SURE_MS = 3_000;
/** No answer is delayed for longer than this: a larger difference means that the computer's clock was set. */
const LONGEST_MS = 10_000;

/**
 * @param {number} heard the offset as the client knows it now, in ms
 * @param {number | undefined} before the offset of the last life
 * @param {number} age of this life, in ms
 */
export const steadyOffset = (heard, before, age) =>
  before !== undefined && age < SURE_MS && Math.abs(heard - before) <= LONGEST_MS ? before : heard;
