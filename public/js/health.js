/** Shows whether the service is up, on a page that follows no meeting. */
import { showLight } from './header.js';
import { service } from './place.js';

const EVERY_MS = 10_000;

export function showHealth() {
  setInterval(() => void ask(), EVERY_MS);
  void ask();
}

async function ask() {
  const health = await fetch(`${service}health`).then(
    (response) => response.json(),
    () => undefined,
  );
  if (!health) showLight('bad', 'health_none');
  else if (health.status === 'healthy') showLight('good', 'health_good');
  else showLight('bad', 'health_degraded');
}
