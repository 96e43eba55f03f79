/** Who is here: how many are connected, saw the break, are away, are back; and by name. */
import { read } from './commands.js';
import { byId, element, show } from './dom.js';
import { say, saying } from './i18n.js';
import { onChange } from './live.js';

/** @typedef {import('../sdk/kyukei-client.js').Members} Members */
/** @typedef {{ id: string, name: string | null, status: 'seen' | 'away' | 'back', at: string }} Person */

export function showPeople() {
  /** @type {Members | undefined} */
  let members;
  onChange(({ phase }, name, frame) => {
    if (name === 'state' || name === 'presence') {
      members = /** @type {Members} */ (frame?.['members']);
      if (phase !== 'not_started') void showRoster();
      else byId('roster').replaceChildren();
    }
    if (members) showCounts(members, phase === 'on_break');
  });
}

/** @param {Members} members @param {boolean} onBreak */
function showCounts({ connected, seen, away, back }, onBreak) {
  const answered = seen + away + back;
  /** Without a word yet. Who answered and left is counted in the others only. */
  const silent = Math.max(0, connected - answered);
  say(byId('connected'), connected > 0 ? 'people_connected' : 'people_none', { n: connected });
  byId('answered').hidden = !onBreak && answered === 0;
  for (const [part, count] of Object.entries({ back, away, seen, silent })) {
    byId(`bar-${part}`).style.flexGrow = String(count);
    show(byId(`count-${part}`), String(count));
  }
  // As the API means `all_back`: whoever answered is back.
  say(byId('all-back'), back > 0 && back === answered ? 'all_back' : '');
}

/** It is asked for as often as presence changes: at most once a second. */
async function showRoster() {
  /** @type {{ members: Person[] }} */
  const { members } = await read('/roster').catch(() => ({ members: [] }));
  byId('roster').replaceChildren(...members.map(person));
}

/** @param {Person} person */
function person({ name, status }) {
  return element(
    'li',
    { 'data-status': status },
    name ? element('bdi', {}, name) : saying('bdi', 'somebody'),
    saying('span', `status_${status}`),
  );
}
