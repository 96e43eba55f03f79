/**
 * Plays soft strokes of a bowl at the start, at one minute left and at the end of a break, and makes a phone
 * buzz. Off by default.
 */
import { byId, input } from './dom.js';
import { isFirstTab } from './one-tab.js';
import { meetingId } from './place.js';
import { store, stored } from './storage.js';
import { strike } from './strike.js';

const PITCHES = { soon: [], begun: [523.25, 784], ending: [659.25], over: [784, 523.25], ended: [] };

/** Vibration pattern: milliseconds of vibration and of silence in turn. */
const BUZZES = { soon: [], begun: [200], ending: [120], over: [200, 120, 200], ended: [] };

/** @type {AudioContext | undefined} */
let audio;

export function showChime() {
  const box = input('chime');
  box.checked = stored('chime') === 'on';
  box.addEventListener('change', () => {
    store('chime', box.checked ? 'on' : 'off');
    byId('sound-on').hidden = true;
    if (box.checked) strike(wake(), PITCHES.begun);
  });
  // Browsers allow sound only after a click or a key press. After a reload, any click on the page is enough; the
  // button, which needs nothing else, shows that one is missing.
  byId('sound-on').hidden = !box.checked;
  document.addEventListener('click', () => box.checked && wake(), { once: true });
}

/** @type {import('./announcer.js').Listener} */
export async function ring(occasion, _, about) {
  if (!input('chime').checked || !audio) return;
  if (!(await isFirstTab(`chime.${meetingId}.${about}.${occasion}`))) return;
  strike(audio, PITCHES[occasion]);
  // Desktop computers and iPhones lack `vibrate`. Before the first click it is refused, as sound is.
  if (BUZZES[occasion].length > 0) navigator.vibrate?.(BUZZES[occasion]);
}

function wake() {
  byId('sound-on').hidden = true;
  return (audio ??= new AudioContext());
}
