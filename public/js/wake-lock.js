/** Keeps the screen on while it shows a break, if the browser can (not on plain HTTP or a low battery). */
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
  // The browser releases the lock when the page is hidden.
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
