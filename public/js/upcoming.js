/** A countdown to an automatic break, so that it does not interrupt anybody without a warning. */
const WARN_SECONDS = 60;

/**
 * The seconds until the service calls a break by itself, if that is soon. Pure.
 * @param {import('./live.js').Known} known
 * @param {number} now
 */
export function secondsToBreak({ phase, schedule, next_rest_at: next }, now) {
  if (phase !== 'in_progress' || schedule?.mode !== 'auto' || !next) return undefined;
  const seconds = Math.ceil((Date.parse(next) - now) / 1000);
  return seconds > 0 && seconds <= WARN_SECONDS ? seconds : undefined;
}
