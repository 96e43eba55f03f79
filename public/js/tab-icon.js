/**
 * The tab's icon, and the badge of the app if the page is installed: a cup that drains, and the minutes that
 * are left.
 */
import { onTick } from './live.js';
import { stageView } from './stage-view.js';

const STEPS = 12;

export function showTabIcon() {
  const icon = document.querySelector('link[rel=icon]');
  const usual = icon?.getAttribute('href') ?? '';
  let shown = '';
  onTick((known, now) => {
    const { phase, seconds, level } = stageView(known, now);
    const isBreak = phase === 'timed' || phase === 'open';
    const minutes = phase === 'timed' ? Math.ceil(seconds / 60) : 0;
    const step = Math.ceil(level * STEPS);
    const next = isBreak ? `${step} ${minutes}` : '';
    if (next === shown) return;
    shown = next;
    icon?.setAttribute('href', isBreak ? cup(step / STEPS, minutes) : usual);
    const badge = isBreak ? navigator.setAppBadge?.(minutes || undefined) : navigator.clearAppBadge?.();
    badge?.catch(() => undefined);
  });
}

/** @param {number} level @param {number} minutes 0 = the break has no end */
function cup(level, minutes) {
  const top = 30 - 28 * level;
  const text = minutes > 0 && minutes < 100 ? minutes : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><clipPath id="c"><circle cx="16" cy="16" r="14"/></clipPath><circle cx="16" cy="16" r="14" fill="#f4f2e9" stroke="#44622a" stroke-width="2.5"/><path d="M0 ${top}h32v32H0z" fill="#a9c57f" clip-path="url(#c)"/><text x="16" y="23" font-family="sans-serif" font-weight="bold" font-size="20" text-anchor="middle" fill="#23271f">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
