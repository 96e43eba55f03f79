/** The meeting that this page is about, as the stream tells it. Views ask to be told. */
import { follow } from '../sdk/kyukei-client.js';

/** @typedef {import('../sdk/kyukei-client.js').Known} Known */
/** @typedef {import('../sdk/kyukei-client.js').Frame} Frame */
/** @typedef {(known: Known, name?: string, frame?: Frame) => void} View */

/** Often enough that a second is never shown late. */
const TICK_MS = 200;

/** `/console/{meeting_id}` or `/m/{meeting_id}` */
export const meetingId = location.pathname.split('/')[2] ?? '';

/** @type {Known} */
let known = { phase: 'not_started', rest: null, online: false, degraded: false, offset: 0 };

/** @type {View[]} */
const views = [];
/** @type {((known: Known, now: number) => void)[]} */
const clocks = [];

/** The server's time: everything that counts goes by it, never by the desk's. */
export const serverNow = () => Date.now() + known.offset;

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

/** Stops following. @type {() => void} */
let stop = () => undefined;
let isTicking = false;

/** Opens the stream; again, when it is to be another one. @param {import('../sdk/kyukei-client.js').Options} options */
export function start(options) {
  const tick = () => clocks.forEach((view) => view(known, serverNow()));
  /** @type {View} */
  const change = (now, name, frame) => {
    known = now;
    views.forEach((view) => view(known, name, frame));
    tick();
  };
  stop();
  stop = follow('', meetingId, change, options);
  if (!isTicking) setInterval(tick, TICK_MS);
  isTicking = true;
}
