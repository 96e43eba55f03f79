/** The state of this page's meeting, from the stream. Views subscribe to its changes. */
import { follow } from '../sdk/kyukei-client.js';
import { meetingId, service } from './place.js';

/**
 * @typedef {import('../sdk/kyukei-client.js').Known & { refused?: true }} Known `refused` = this page may not
 *   listen
 */
/** @typedef {import('../sdk/kyukei-client.js').Frame} Frame */
/** @typedef {(known: Known, name?: string, frame?: Frame) => void} View */

/** Milliseconds between two ticks; short enough to show each second on time. */
const TICK_MS = 200;

/** @type {Known} */
const NOTHING = {
  phase: 'not_started',
  rest: null,
  online: false,
  degraded: false,
  offset: 0,
  last_heard_at: null,
  ended: null,
};
let known = NOTHING;

/** @type {View[]} */
const views = [];
/** @type {((known: Known, now: number) => void)[]} */
const clocks = [];

/** @type {import('../sdk/kyukei-client.js').Following | undefined} */
let following;
let isTicking = false;

/** The server's time. All countdowns use it, never the local clock. */
export const now = () => following?.now() ?? Date.now();

/** Calls the view with the present state, and after each change. @param {View} view */
export function onChange(view) {
  views.push(view);
  view(known);
}

/** Runs work that is not urgent, once the page shows its meeting or its refusal. @param {() => void} work */
export function whenHeard(work) {
  let isDone = false;
  onChange(({ online, refused }) => {
    if (isDone || !(online || refused)) return;
    isDone = true;
    work();
  });
}

/** Calls the view as time passes. @param {(known: Known, now: number) => void} view */
export function onTick(view) {
  clocks.push(view);
  view(known, now());
}

const tick = () => clocks.forEach((view) => view(known, now()));

/**
 * Replayed notices are listed as past events, but do not change the view: a break among them may be over. The
 * `state` after them is the present state.
 * @param {Known} heard @param {string} [name] @param {Frame} [frame] @param
 *   {import('../sdk/kyukei-client.js').Place} [place]
 */
function change(heard, name, frame, place) {
  const { online, degraded, last_heard_at, ended } = heard;
  known = place?.replayed ? { ...known, online, degraded, last_heard_at, ended } : heard;
  views.forEach((view) => view(known, name, frame));
  tick();
}

/** Shows that this page may not see the meeting, until it starts with other credentials. */
export function refuse() {
  following?.();
  change({ ...NOTHING, refused: true });
}

export const isRefused = () => known.refused === true;
export const isStarted = () => known.phase !== 'not_started';

/** Whether the page knows for certain that the meeting is not in progress. */
export const isUnstarted = () => known.online && !isStarted() && known.started_at !== undefined;

/**
 * Reports to the service that the page shows the break, so that leaders see it.
 * @param {{ name?: string | undefined }} who
 */
export const showsBreak = (who) => following?.shows(who);

/**
 * Opens the stream, in place of an earlier one.
 * @param {import('../sdk/kyukei-client.js').Options} options
 */
export function start(options) {
  following?.();
  following = follow(service.slice(0, -1), meetingId, change, options);
  if (!isTicking) setInterval(tick, TICK_MS);
  isTicking = true;
}
