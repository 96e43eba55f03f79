/**
 * Plays soft strokes of a bowl at the start, at one minute left and at the end of a break, and makes a phone
 * buzz. Off by default.
 */
import { byId, input } from './dom.js';
import { store, stored } from './storage.js';

const PITCHES = { soon: [], begun: [523.25, 784], ending: [659.25], over: [784, 523.25], ended: [] };

/** Vibration pattern: milliseconds of vibration and of silence in turn. */
const BUZZES = { soon: [], begun: [200], ending: [120], over: [200, 120, 200], ended: [] };
const BETWEEN_SECONDS = 0.35;
const RING_SECONDS = 2.4;

/** @type {AudioContext | undefined} */
let audio;

export function showChime() {
  const box = input('chime');
  box.checked = stored('chime') === 'on';
  box.addEventListener('change', () => {
    store('chime', box.checked ? 'on' : 'off');
    if (box.checked) strike(wake(), 'begun');
  });
  // Browsers allow sound only after a click or a key press. After a reload, any one on the page is enough.
  byId('chime-note').hidden = !box.checked;
  document.addEventListener('click', () => box.checked && wake(), { once: true });
}

/** @type {import('./announcer.js').Listener} */
export function ring(occasion) {
  if (!input('chime').checked || !audio) return;
  strike(audio, occasion);
  // Desktop computers and iPhones lack `vibrate`. Before the first click it is refused, as sound is.
  if (BUZZES[occasion].length > 0) navigator.vibrate?.(BUZZES[occasion]);
}

function wake() {
  byId('chime-note').hidden = true;
  return (audio ??= new AudioContext());
}

/** @param {AudioContext} context @param {keyof typeof PITCHES} occasion */
function strike(context, occasion) {
  // Phones suspend audio when a call comes in or the page is hidden.
  void context.resume();
  PITCHES[occasion].forEach((pitch, index) => {
    const begin = context.currentTime + index * BETWEEN_SECONDS;
    const tone = new OscillatorNode(context, { frequency: pitch });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, begin);
    loudness.gain.linearRampToValueAtTime(0.2, begin + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + RING_SECONDS);
    tone.connect(loudness).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + RING_SECONDS);
  });
}
