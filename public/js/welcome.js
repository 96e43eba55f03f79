/** The welcome page. */
import './appearance.js';
import { byId, input } from './dom.js';
import { showHeader, showLight } from './header.js';
import { say, translate } from './i18n.js';
import { meetingFromText } from '../sdk/meeting-code.js';
import { service } from './place.js';

const HEALTH_EVERY_MS = 10_000;

/** @param {'console' | 'm'} page */
function enter(page) {
  const { meeting: code } = meetingFromText(input('code').value);
  if (code) location.assign(`${service}${page}/${code}`);
  else refuse();
}

function refuse() {
  say(byId('problem'), 'bad_code');
  input('code').setAttribute('aria-invalid', 'true');
  input('code').focus();
}

async function showHealth() {
  const health = await fetch(`${service}health`).then(
    (response) => response.json(),
    () => undefined,
  );
  if (!health) showLight('bad', 'health_none');
  else if (health.status === 'healthy') showLight('good', 'health_good');
  else showLight('bad', 'health_degraded');
}

showHeader();
translate();
byId('lead').addEventListener('click', () => enter('console'));
byId('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  enter('m');
});
const refused = new URLSearchParams(location.search).get('refused');
if (refused !== null) {
  input('code').value = refused;
  refuse();
}
setInterval(() => void showHealth(), HEALTH_EVERY_MS);
void showHealth();
