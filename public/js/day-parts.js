/** The day of a meeting as stretches of work and breaks. Pure. */

/**
 * @typedef {{ kind: 'work' | 'break', from: number, to: number, isLong: boolean }} Part `isLong` = longer
 *   than the plan has it
 */

/**
 * @typedef {object} Day as in the API's history
 * @property {string | null} started_at
 * @property {string | null} ended_at
 * @property {number} breaks all of them
 * @property {readonly { started_at: string, ended_at: string }[]} recent the last ones that are over
 */

/**
 * The parts in order, without gaps, up to `now` or the end of the meeting.
 * @param {Day} day @param {{ started_at: string } | null} current the break that is on
 * @param {number} now @param {number} [planned] minutes of work between two breaks @returns {Part[]}
 */
export function dayParts({ started_at, ended_at, breaks, recent }, current, now, planned = Infinity) {
  if (!started_at) return [];
  const end = ended_at ? Date.parse(ended_at) : now;
  const begin = Date.parse(started_at);
  const all = [
    ...recent,
    ...(current ? [{ started_at: current.started_at, ended_at: new Date(end).toISOString() }] : []),
  ]
    .map((one) => ({ from: Date.parse(one.started_at), to: Date.parse(one.ended_at) }))
    .filter(({ from }) => from >= begin);
  // The service keeps only the last breaks; earlier parts of the day are not known.
  let at = breaks > all.length && all[0] ? all[0].from : begin;
  /** @type {Part[]} */
  const parts = [];
  const add = (/** @type {Part['kind']} */ kind, /** @type {number} */ to) => {
    if (to > at) parts.push({ kind, from: at, to, isLong: kind === 'work' && to - at > planned * 60_000 });
    at = Math.max(at, to);
  };
  for (const { from, to } of all) {
    add('work', from);
    add('break', to);
  }
  add('work', end);
  return parts;
}
