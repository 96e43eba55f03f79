/** The meeting that this page is about, as the stream tells it. Views ask to be told. */
import { follow } from '../sdk/kyukei-client.js';
import { meetingId, service } from './place.js';

/** @typedef {import('../sdk/kyukei-client.js').Known & { refused?: true }} Known `refused` = this page may not listen */
/** @typedef {import('../sdk/kyukei-client.js').Frame} Frame */
/** @typedef {(known: Known, name?: string, frame?: Frame) => void} View */

/** Often enough that a second is never shown late. */
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

/** The server's time: everything that counts goes by it, never by the desk's. */
const serverNow = () => following?.now() ?? Date.now();

/** Calls the view with what is known, and whenever that changes. @param {View} view */
export function onChange(view) {
  views.push(view);
  view(known);
}

/** Calls the view as time passes. @param {(known: Known, now: number) => void} view */
export function onTick(view) {
  clocks.push(view);
  view(known, serverNow());
}

const tick = () => clocks.forEach((view) => view(known, serverNow()));

/**
 * What is told again of before is shown as something that happened, but not as what is: a break in it may be over, and the
 * `state` that follows says so.
 * @param {Known} now @param {string} [name] @param {Frame} [frame] @param {import('../sdk/kyukei-client.js').Place} [place]
 */
function change(now, name, frame, place) {
  const { online, degraded, last_heard_at, ended } = now;
  known = place?.replayed ? { ...known, online, degraded, last_heard_at, ended } : now;
  views.forEach((view) => view(known, name, frame));
  tick();
}

/** The meeting is not for this page, until it is started with a right to it. */
export function refuse() {
  following?.();
  change({ ...NOTHING, refused: true });
}

export const isRefused = () => known.refused === true;

/** The page shows the break that is on: leaders see that it was seen. @param {{ name?: string | undefined }} who */
export const showsBreak = (who) => following?.shows(who);

/** Opens the stream; again, when it is to be another one. @param {import('../sdk/kyukei-client.js').Options} options */
export function start(options) {
  following?.();
  following = follow(service.slice(0, -1), meetingId, change, options);
  if (!isTicking) setInterval(tick, TICK_MS);
  isTicking = true;
}
