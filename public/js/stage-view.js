/** Computes what the stage shows of a meeting at a given time. Pure; leaders' and members' pages share it. */

/** @typedef {import('../sdk/kyukei-client.js').Known} Known */

/**
 * @typedef {object} StageView
 * @property {'unknown' | 'idle' | 'working' | 'timed' | 'open'} phase `unknown` = no frame of the meeting has
 * arrived yet
 * @property {number} seconds seconds left in a timed break; otherwise seconds elapsed
 * @property {number} level how full the cup is, 0 to 1
 */

/** @param {Pick<Known, 'phase' | 'rest' | 'started_at' | 'working_since' | 'next_rest_at'>} known
 * @param {number} now the server's time @returns {StageView} */
export function stageView({ phase, rest, started_at, working_since, next_rest_at }, now) {
  if (phase === 'not_started')
    return { phase: started_at === undefined ? 'unknown' : 'idle', seconds: 0, level: 0 };
  if (phase === 'on_break' && rest?.ends_at) {
    const begun = Date.parse(rest.started_at);
    const end = Date.parse(rest.ends_at);
    return {
      phase: 'timed',
      // Rounded up, so that a break of five minutes begins at 5:00 and is over at 0:00.
      seconds: Math.max(0, Math.ceil((end - now) / 1000)),
      level: share(end - now, end - begun),
    };
  }
  if (phase === 'on_break' && rest)
    return { phase: 'open', seconds: secondsSince(rest.started_at, now), level: 1 };
  if (!working_since) return { phase: 'working', seconds: 0, level: 0 };
  const stretch = next_rest_at ? Date.parse(next_rest_at) - Date.parse(working_since) : 0;
  return {
    phase: 'working',
    seconds: secondsSince(working_since, now),
    level: share(now - Date.parse(working_since), stretch),
  };
}

/** If a break has no end this many milliseconds after its time, the service has failed to end it. */
const OVERTIME_MS = 3_000;

/**
 * Whether a break should be over, but the service has not ended it, or cannot.
 * @param {StageView} view
 * @param {Pick<Known, 'rest' | 'online' | 'degraded'>} known
 * @param {number} now the server's time
 */
export function isOverdue({ phase, seconds }, { rest, online, degraded }, now) {
  if (phase !== 'timed' || seconds > 0) return false;
  return !online || degraded || now - Date.parse(rest?.ends_at ?? '') > OVERTIME_MS;
}

/** `4:05`, `64:05`, `1:40:00` from 100 minutes on. @param {number} seconds */
export function asClock(seconds) {
  const pad = (/** @type {number} */ part) => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 100
    ? `${minutes}:${pad(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
}

/** @param {string} time @param {number} now */
const secondsSince = (time, now) => Math.max(0, Math.floor((now - Date.parse(time)) / 1000));

/** @param {number} part @param {number} whole */
const share = (part, whole) => (whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0);
