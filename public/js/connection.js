/** Shows whether the page receives its meeting's frames. */
import { byId, show } from './dom.js';
import { showLight } from './header.js';
import { t } from './i18n.js';
import { onChange, onTick } from './live.js';
import { service } from './place.js';

const LATENCY_EVERY_MS = 10_000;

/** @param {() => Parameters<typeof showLight>} refusal the light and text of a page that may not listen */
export function showConnection(refusal = () => ['bad', 'refused']) {
  let everOnline = false;
  onChange(({ online, degraded, refused }) => {
    everOnline ||= online;
    // The latency from before the loss would contradict the state.
    byId('latency').hidden = !online;
    if (refused) showLight(...refusal());
    else if (!online) showLight(everOnline ? 'bad' : 'waiting', everOnline ? 'reconnecting' : 'connecting');
    else if (degraded) showLight('bad', 'degraded');
    else showLight('good', 'online');
  });
  onTick(({ online, last_heard_at: heardAt, refused }) => {
    // Beside the state and not in it, as the latency is.
    const lastHeard = byId('last-heard');
    lastHeard.hidden = online || refused === true || heardAt === null;
    const seconds = Math.max(0, Math.round((Date.now() - (heardAt ?? 0)) / 1000));
    if (!lastHeard.hidden) show(lastHeard, t('last_heard', { seconds }));
  });
}

/**
 * Shows the latency, beside the state and not in it, because screen readers read the state aloud when it
 * changes.
 */
export function showLatency() {
  const measure = async () => {
    const begun = performance.now();
    const answered = await fetch(`${service}api/time`).then(
      (response) => response.ok,
      () => false,
    );
    show(byId('latency'), answered ? `${Math.max(1, Math.round(performance.now() - begun))} ms` : '');
  };
  setInterval(measure, LATENCY_EVERY_MS);
  void measure();
}
