/**
 * Tells screen readers that a break begins, has a minute left, or is over. The clock itself has role="timer",
 * which is silent: reading each second aloud would be too much.
 */
import { byId, show } from './dom.js';
import { inOwnWords } from './default-text.js';
import { t } from './i18n.js';
import { onChange, onTick } from './live.js';
import { endWords } from './past.js';
import { stageView } from './stage-view.js';
import { secondsToBreak } from './upcoming.js';

const LAST_SECONDS = 60;

/**
 * @typedef {(occasion: 'soon' | 'begun' | 'ending' | 'over' | 'ended', message: string, about: string) => void} Listener
 *   `about` = the id of the last break, which several tabs of a browser tell of
 */

/**
 * Calls the listeners a minute before an automatic break, when a break begins, nears its end and is over.
 * @param {Listener[]} listeners
 */
export function announce(...listeners) {
  /** @type {string | undefined} */
  let restId;
  let wasLong = false;
  let wasOn = false;
  let wasSoon = false;
  let isReplaced = false;
  // A break that takes the place of another is announced once: the other is not said to be over before.
  onChange((_, name, frame) => {
    isReplaced = name === 'rest_ended' && frame?.['reason'] === 'restarted';
  });
  onTick((known, now) => {
    if (isReplaced) return;
    const { phase, seconds } = stageView(known, now);
    const { rest } = known;
    const about = rest?.rest_id ?? restId ?? '';
    const tell = (/** @type {Parameters<Listener>[0]} */ occasion, message = '') =>
      listeners.forEach((listen) => listen(occasion, message, about));
    const isSoon = secondsToBreak(known, now) !== undefined;
    if (isSoon && !wasSoon) tell('soon');
    wasSoon = isSoon;
    if (rest && rest.rest_id !== restId) tell('begun', inOwnWords(rest.message));
    if (known.phase === 'not_started' && wasOn && !known.refused) tell('ended');
    else if (!rest && restId && !known.refused) tell('over');
    if (rest && rest.rest_id === restId && wasLong && phase === 'timed' && seconds <= LAST_SECONDS)
      tell('ending');
    restId = rest?.rest_id;
    wasOn = known.phase !== 'not_started';
    wasLong = phase === 'timed' && seconds > LAST_SECONDS;
  });
}

/** Screen readers notice a text that is written again only if it was away for a moment. */
const AWAY_MS = 100;
let waiting = 0;

/**
 * Makes screen readers read a text. An element that is hidden until it has its text is no help: a live region
 * is read only if it was there before.
 * @param {string} text
 */
export function speak(text) {
  const said = byId('said');
  const isSame = said.textContent === text;
  if (isSame) show(said, '');
  clearTimeout(waiting);
  waiting = setTimeout(() => show(said, text), isSame ? AWAY_MS : 0);
}

/** @type {Listener} */
export function speakUp(occasion, message) {
  const words = {
    soon: t('said_soon'),
    begun: t('said_begun', { message }),
    ending: t('said_ending'),
    over: t('said_over'),
    ended: endWords().label,
  };
  speak(words[occasion]);
}
