/** Shows whether the service is up, on a page that follows no meeting. */
import { showLight } from './header.js';
import { service } from './place.js';

const EVERY_MS = 10_000;
const ANSWER_MS = 5_000;

export function showHealth() {
  setInterval(() => void ask(), EVERY_MS);
  void ask();
}

async function ask() {
  // The answer of a proxy or a captive portal is not JSON.
  const health = await fetch(`${service}health`, { signal: AbortSignal.timeout(ANSWER_MS) })
    .then((response) => response.json())
    .catch(() => undefined);
  if (!health) showLight('bad', 'health_none');
  else if (health.status === 'healthy') showLight('good', 'health_good');
  else showLight('bad', 'health_degraded');
}
