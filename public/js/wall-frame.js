/**
 * The elements around the stage on a screen in the room: the room's name, the time of day, who is back, the
 * link for members.
 */
import { kindOfCredentials, secret } from './credentials.js';
import { byId, element, show } from './dom.js';
import { say, timeOfDay } from './i18n.js';
import { onChange, onTick } from './live.js';
import { moment } from './moment.js';
import { isPast } from './past.js';
import { isLocal, lanUrls, meetingId, publicService } from './place.js';
import { drawQr } from './qr-drawing.js';
import { countRoom } from './room-count.js';
import { stageView } from './stage-view.js';
import { isForMembers } from './storage.js';
import { stayAwake } from './wake-lock.js';

/** After this many milliseconds without mouse or keyboard, the cursor and the top line are hidden. */
const IDLE_MS = 3_000;

let isMade = false;

/** @param {{ title?: string | null, phase: string }} known */
const titleOf = ({ title }) => title;

/** Turns this page into a wall. May be called again after {@link leaveWall}. */
export function showWall() {
  document.body.classList.add('wall');
  stayAwake(true);
  if (isMade) return;
  isMade = true;
  const link = wayIn();
  byId('stage').append(
    element('p', { class: 'room', id: 'room', dir: 'auto' }),
    element('p', { class: 'now', id: 'now' }),
  );
  byId('header').append(
    element('button', { id: 'full-screen', 'data-t': 'full_screen', 'aria-keyshortcuts': 'f' }),
  );
  document
    .querySelector('main')
    ?.after(
      element(
        'aside',
        { class: 'wall-foot', 'data-t-label': 'way_in' },
        element('p', { class: 'room-count', id: 'room-count', role: 'status' }),
        element('div', { class: 'qr', id: 'wall-qr' }),
      ),
    );
  // A phone that opens a loopback address looks for the service on itself.
  if (!isLocal(link)) byId('wall-qr').append(...drawQr(link, 'qr'));
  countRoom();
  onChange((known) => show(byId('room'), titleOf(known) || meetingId));
  onTick((known, now) => {
    document.body.dataset['moment'] = moment(stageView(known, now), known);
    show(byId('now'), timeOfDay(now));
    byId('wall-qr').hidden = isPast();
  });
  byId('full-screen').addEventListener('click', toggleFullScreen);
  document.addEventListener('fullscreenchange', () =>
    say(byId('full-screen'), document.fullscreenElement ? 'full_screen_end' : 'full_screen'),
  );
  hideWhenIdle();
}

/** The link for members, with this page's token if they need one. */
function wayIn() {
  const base = lanUrls[0] ? `${lanUrls[0]}/` : publicService;
  const token = kindOfCredentials() === 'token' ? secret() : undefined;
  return `${base}m/${meetingId}${token && isForMembers(token) ? `#token=${token}` : ''}`;
}

/** Turns the wall back into the page that it was. */
export function leaveWall() {
  document.body.classList.remove('wall');
  stayAwake(false);
}

export async function toggleFullScreen() {
  if (document.fullscreenElement) await document.exitFullscreen();
  // Some browsers, such as those on iPhones, have no full screen: then the page fills the window.
  else await document.documentElement.requestFullscreen?.().catch(() => undefined);
}

function hideWhenIdle() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const wake = () => {
    delete document.body.dataset['idle'];
    clearTimeout(timer);
    timer = setTimeout(() => (document.body.dataset['idle'] = ''), IDLE_MS);
  };
  for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin'])
    document.addEventListener(event, wake);
  wake();
}
