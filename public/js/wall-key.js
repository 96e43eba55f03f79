/**
 * The key F and a button turn the member's page into a wall, in full screen if the browser has it; Escape
 * turns it back.
 */
import { showUnreachable } from './attempt.js';
import { byId, input } from './dom.js';
import { translate } from './i18n.js';
import { isThere } from './lazy.js';
import { isWall } from './moment.js';
import { meetingId, service } from './place.js';
import { store, stored } from './storage.js';

export function showWallKey() {
  const enabled = input('keys-enabled');
  enabled.checked = stored('shortcuts', 'on') === 'on';
  enabled.addEventListener('change', () => store('shortcuts', enabled.checked ? 'on' : 'off'));
  byId('to-leader').setAttribute('href', `${service}console/${meetingId}`);
  byId('wall').addEventListener('click', () => void change());
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    const isTyping =
      event.target instanceof HTMLElement &&
      event.target.matches('input:not([type=checkbox]), select, textarea');
    if (isTyping) return;
    if (event.key.toLowerCase() === 'f' && enabled.checked) void change();
    else if (event.key === 'Escape' && isWall()) void leave();
  });
  document.addEventListener('fullscreenchange', () => {
    if (!document.fullscreenElement && isWall()) void leave();
  });
}

const change = () => (isWall() ? leave() : enter());

/** Loads the wall's files on demand, because most members never use them. */
async function enter() {
  // Full screen comes first, because browsers allow it only right after a click or key press.
  void document.documentElement.requestFullscreen?.().catch(() => undefined);
  const found = await Promise.all(['./wall-frame.js', '../css/wall.css'].map((path) => isThere(path)));
  if (!found.every(Boolean)) {
    if (document.fullscreenElement) await document.exitFullscreen();
    return showUnreachable();
  }
  const [{ showWall }] = await Promise.all([import('./wall-frame.js'), loadStyles()]);
  document.body.classList.remove('member');
  byId('stage').append(byId('announcement'));
  showWall();
  translate();
  byId('stage').focus();
}

async function leave() {
  const { leaveWall } = await import('./wall-frame.js');
  leaveWall();
  document.body.classList.add('member');
  byId('stage').after(byId('announcement'));
  if (document.fullscreenElement) await document.exitFullscreen();
}

/** @type {Promise<unknown> | undefined} */
let styles;

const loadStyles = () =>
  (styles ??= new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL('../css/wall.css', import.meta.url).href;
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
    document.head.append(link);
  }));
