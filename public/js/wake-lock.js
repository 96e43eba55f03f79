/** Keeps the screen on while a break is on it. Where the browser cannot (plain HTTP, low battery), the screen may sleep. */
import { onChange } from './live.js';

/** @type {Promise<WakeLockSentinel | undefined> | undefined} */
let lock;

export function keepAwake() {
  let wanted = false;
  onChange(({ phase }) => {
    wanted = phase === 'on_break';
    if (wanted) void hold();
    else void letGo();
  });
  // The browser lets go by itself when the page is hidden.
  document.addEventListener('visibilitychange', () => wanted && void hold());
}

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
