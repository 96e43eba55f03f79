import { onChange } from './live.js';

/** The last minute of a break, in seconds. A screen in the room highlights it, and the end of the break. */
const LAST_SECONDS = 60;

/** How long the screen shows that the break is over, in seconds. */
const JUST_OVER_SECONDS = 60;

/** Whether this page is on a screen in the room. */
export const isWall = () => document.body.classList.contains('wall');

/** @typedef {import('./stage-view.js').StageView} StageView */
/** @typedef {import('./live.js').Known} Known */

/** The end of the last break whose end this page heard. @type {unknown} */
let endedAt;
onChange((_, name, frame) => {
  if (name === 'rest_ended') endedAt = frame?.['timestamp'];
});

/** @param {StageView} view @param {Known} known @returns {'last' | 'over' | ''} */
export function moment({ phase, seconds }, { started_at, working_since, schedule }) {
  if (phase === 'timed') return seconds === 0 ? 'over' : seconds <= LAST_SECONDS ? 'last' : '';
  if (phase !== 'working' || !working_since) return '';
  // Where breaks are planned, a time that nobody watched, such as a night, also begins a stretch of work.
  const afterBreak = working_since === endedAt || (!schedule && working_since !== started_at);
  return afterBreak && seconds < JUST_OVER_SECONDS ? 'over' : '';
}
