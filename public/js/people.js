/** Who is here: how many are connected, saw the break, are away, are back; and by name. */
import { read } from './commands.js';
import { byId, element, show } from './dom.js';
import { isText, t } from './i18n.js';
import { onChange } from './live.js';

/** @typedef {{ id: string, name: string | null, status: string, at: string }} Person */

const NOBODY = { connected: 0, seen: 0, away: 0, back: 0 };

export function showPeople() {
  onChange(({ phase, members = NOBODY }, name) => {
    const { connected, seen, away, back } = members;
    show(byId('connected'), t('people_connected', { n: connected }));
    /** Without a word yet. Who answered and left is counted in the others only. */
    const silent = Math.max(0, connected - seen - away - back);
    for (const [part, count] of Object.entries({ back, away, seen, silent })) {
      byId(`bar-${part}`).style.flexGrow = String(count);
      show(byId(`count-${part}`), String(count));
    }
    if (name === 'presence' && phase !== 'not_started') void showRoster();
    if (name === 'all_back') show(byId('all-back'), t('all_back'));
    if (name === 'message' || name === 'meeting_ended') show(byId('all-back'), '');
  });
}

/** It is asked for as often as presence changes: at most once a second. */
async function showRoster() {
  /** @type {{ members: Person[] }} */
  const { members } = await read('/roster').catch(() => ({ members: [] }));
  byId('roster').replaceChildren(...members.map(person));
}

/** @param {Person} person */
function person({ name, status }) {
  const word = `status_${status}`;
  return element(
    'li',
    { 'data-status': status },
    element('bdi', {}, name || t('somebody')),
    element('span', { class: 'soft' }, isText(word) ? t(word) : status),
  );
}
