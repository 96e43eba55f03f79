/**
 * Keeps the screen on while it shows a break, and always on a wall, if the browser can (not on plain HTTP or
 * a low battery).
 */
import { onChange } from './live.js';

/** @type {Promise<WakeLockSentinel | undefined> | undefined} */
let lock;
let isBreak = false;
let isWall = false;

export function keepAwake() {
  onChange(({ phase }) => {
    isBreak = phase === 'on_break';
    apply();
  });
  // The browser releases the lock when the page is hidden.
  document.addEventListener('visibilitychange', apply);
}

/** @param {boolean} wanted whether the screen stays on between breaks, too */
export function stayAwake(wanted) {
  isWall = wanted;
  apply();
}

const apply = () => void (isBreak || isWall ? hold() : letGo());

async function hold() {
  if (document.hidden || !('wakeLock' in navigator) || lock) return;
  lock = navigator.wakeLock.request('screen').catch(() => undefined);
  const held = await lock;
  if (held) held.addEventListener('release', () => (lock = undefined));
  else lock = undefined;
}

async function letGo() {
  await (await lock)?.release();
}
