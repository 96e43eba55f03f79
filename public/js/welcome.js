/** The welcome page. */
import './appearance.js';
import { byId, element, input } from './dom.js';
import { showHeader } from './header.js';
import { showHealth } from './health.js';
import { say, saying, translate } from './i18n.js';
import { meetingFromText } from '../sdk/meeting-code.js';
import { newName } from './new-name.js';
import { service } from './place.js';
import { keepRecent, recentMeetings } from './recent.js';

const MOST_RECENT = 8;

/** @param {'console' | 'm'} page */
function enter(page) {
  const { value } = input('code');
  const here = service.slice(0, -1);
  const { meeting, title, product, server = here, token, code } = meetingFromText(value);
  if (!meeting) return refuse(product ? 'bad_page' : value.trim() ? 'bad_code' : 'no_code');
  // Already here, because a slow page may be left before it has loaded.
  if (server === here) keepRecent({ id: meeting, page, ...(title && { title }) });
  // A pasted link of this service is opened as it is, with its token or code.
  const secret = token ? `#token=${token}` : code ? `#code=${code}` : '';
  location.assign(`${server}/${page}/${meeting}${secret}`);
}

/** @param {'bad_page' | 'bad_code' | 'no_code'} why */
function refuse(why) {
  say(byId('problem'), why);
  input('code').setAttribute('aria-invalid', 'true');
  input('code').focus();
}

function showRecent() {
  const recent = recentMeetings().slice(0, MOST_RECENT);
  byId('recent').hidden = recent.length === 0;
  byId('to-meetings').hidden = !recentMeetings().some(({ led }) => led);
  byId('recent-list').replaceChildren(
    ...recent.map(({ id, page, title }) =>
      element(
        'li',
        {},
        element('a', { href: `${service}${page}/${id}` }, element('bdi', {}, title ?? id)),
        ' ',
        saying('span', page === 'm' ? 'as_member' : 'as_leader'),
      ),
    ),
  );
}

showHeader();
translate();
showRecent();
byId('join').addEventListener('click', () => enter('m'));
byId('new').addEventListener('click', () => {
  input('code').value = newName();
  enter('console');
});
byId('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  enter('console');
});
input('code').addEventListener('input', () => {
  say(byId('problem'), '');
  input('code').removeAttribute('aria-invalid');
});
const refused = new URLSearchParams(location.search).get('refused');
if (refused !== null) {
  input('code').value = refused;
  refuse('bad_code');
}
showHealth();
