/** For each frame, the changes that it makes to the known state of a meeting. */

/**
 * @typedef {import('./kyukei-client.js').Known} Known
 * @typedef {Record<string, any>} Data
 */

/** @param {string} working_since @returns {Partial<Known>} */
const work = (working_since) => ({ phase: 'in_progress', rest: null, working_since });

/** @type {Partial<Known>} */
const NONE = { phase: 'not_started', title: null, rest: null, schedule: null, next_rest_at: null };

/** @type {Record<string, ((data: Data, known: Known) => Partial<Known>) | null>} */
const changes = {
  // A later version may name a notice `constructor`.
  __proto__: null,
  state: (meeting) => ({ ...meeting, degraded: false }),
  message: ({ rest_id, message, timestamp, duration_seconds, ends_at }) => ({
    phase: 'on_break',
    rest: { rest_id, message, started_at: timestamp, duration_seconds, ends_at },
    next_rest_at: null,
  }),
  rest_extended: ({ duration_seconds, ends_at }, { rest }) => ({
    rest: rest && { ...rest, duration_seconds, ends_at },
  }),
  rest_ended: ({ timestamp, next_rest_at }) => ({ ...work(timestamp), next_rest_at }),
  meeting_started: ({ timestamp, title = null }) => ({
    ...NONE,
    ...work(timestamp),
    started_at: timestamp,
    title,
  }),
  meeting_ended: () => NONE,
  // Nobody watched the plan, as overnight: that time was not work.
  schedule_changed: ({ timestamp, next_rest_at, schedule, reason }) => ({
    ...(reason === 'slept' && work(timestamp)),
    schedule,
    next_rest_at,
  }),
  rest_suggested: ({ next_rest_at }) => ({ next_rest_at }),
  presence: ({ members }) => ({ members }),
  degraded: () => ({ degraded: true }),
  restored: () => ({ degraded: false }),
};

/** @param {Known} known @param {string} name @param {Data} data */
export const changeBy = (known, name, data) => changes[name]?.(data, known);
