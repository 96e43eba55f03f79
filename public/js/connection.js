/** Shows whether the page receives its meeting's frames. */
import { byId, show } from './dom.js';
import { showLight } from './header.js';
import { inUnit, lengthOf, t } from './i18n.js';
import { onChange, onTick } from './live.js';

/** @param {() => Parameters<typeof showLight>} refusal the light and text of a page that may not listen */
export function showConnection(refusal = () => ['bad', 'refused']) {
  onChange((known) => {
    if (known.refused) showLight(...refusal());
    else showState(known);
  });
  onTick((known) => showLastHeard({ ...known, online: known.online || known.refused === true }));
}

/** @typedef {Pick<import('./live.js').Known, 'online' | 'degraded' | 'last_heard_at'>} Heard */

/** @param {Heard} heard */
export function showState({ online, degraded, last_heard_at: heardAt }) {
  if (!online) showLight(heardAt ? 'bad' : 'waiting', heardAt ? 'reconnecting' : 'connecting');
  else if (degraded) showLight('bad', 'degraded');
  else showLight('good', 'online');
}

/**
 * Beside the state and not in it, because screen readers read the state aloud when it changes.
 * @param {Heard} heard
 */
export function showLastHeard({ online, last_heard_at: heardAt }) {
  const place = byId('last-heard');
  place.hidden = online || heardAt === null;
  const seconds = Math.max(0, Math.round((Date.now() - (heardAt ?? 0)) / 1000));
  const length = seconds < 120 ? inUnit(seconds, 'second') : lengthOf(Math.floor(seconds / 60));
  if (!place.hidden) show(place, t('last_heard', { length }));
}
