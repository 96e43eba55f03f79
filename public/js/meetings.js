/**
 * The page of all meetings: those of this browser, and those in the address (`?id=a&id=b`), with their
 * present state.
 */
import './appearance.js';
import { forget, keepBegun } from './begun.js';
import { commands } from '../sdk/commands.js';
import { followAll } from '../sdk/overview.js';
import { showBreakInAll } from './break-in-all.js';
import { showLastHeard, showState } from './connection.js';
import { byId, element, show } from './dom.js';
import { endedNote } from './ended-note.js';
import { showHeader, showLight } from './header.js';
import { showHealth } from './health.js';
import { say, t, timeOfDay, translate } from './i18n.js';
import { askForKey, keyFor, secretFor } from './secrets.js';
import { service } from './place.js';
import { asClock, isOverdue, stageView } from './stage-view.js';
import { recentMeetings, titleOf } from './recent.js';

/** The maximum of one stream. */
const MOST = 50;
const TICK_MS = 200;

const asked = new URLSearchParams(location.search).getAll('id').filter((id) => /^[\w-]{1,64}$/.test(id));
const led = recentMeetings().flatMap(({ id, led }) => (led ? [id] : []));
/** The meetings that this browser saw in progress before. */
const begun = new Set(recentMeetings().flatMap(({ id, begun }) => (begun ? [id] : [])));
const ids = [...new Set([...asked, ...led])].slice(0, MOST);

/** @typedef {import('../sdk/overview.js').Overview} Overview */
/** @typedef {Overview['meetings'] extends ReadonlyMap<string, infer State> ? State : never} State */

/** @type {Overview | undefined} */
let known;
let now = Date.now;

/** The meetings that this page saw in progress. @type {Set<string>} */
const seen = new Set();

/**
 * The history of each meeting that is not in progress but has a log. `ended_at` is null if it has not begun:
 * its start was taken back.
 * @type {Map<string, { ended_at?: string | null, breaks?: number, pause_seconds?: number }>}
 */
const past = new Map();

/** The commands of a meeting, with what this browser has to lead it. @param {string} id */
function commandsOf(id) {
  const token = secretFor(id, ids);
  return commands(service.slice(0, -1), id, token ? { token } : {});
}

/** @type {import('../sdk/overview.js').FollowingAll | undefined} */
let following;

/** @param {'leader' | 'member'} role only leaders get the requests of members */
function listen(role) {
  following?.();
  const token = role === 'leader' ? keyFor(ids) : undefined;
  following = followAll(service.slice(0, -1), ids, change, { role, heartbeat: 10, ...(token && { token }) });
  now = following.now;
  /** @param {Overview} heard @param {string} name @param {import('../sdk/kyukei-client.js').Frame} frame */
  function change(heard, name, frame) {
    if (heard.ended && 'problem' in heard.ended && role === 'leader') return listen('member');
    known = heard;
    if (heard.ended) {
      showLight('bad', 'refused');
      say(byId('problem'), 'problem_unauthorized');
      byId('enter-key').hidden = false;
    } else showState(heard);
    if (name === 'state') void remember(/** @type {State} */ (frame));
    draw();
  }
}

/** Whether the log of the meeting has an entry; if not, it never began, or the service lost it. @param {State} state */
const hasLog = ({ cursor }) => cursor !== '0-0';

/** Asks once what a meeting was that is over. @param {State} state */
async function remember(state) {
  const { meeting_id: id, phase } = state;
  if (phase !== 'not_started') {
    seen.add(id);
    keepBegun(id);
    past.delete(id);
  } else if (hasLog(state) && !past.has(id)) {
    past.set(id, {});
    const history = await commandsOf(id)
      .read('/history')
      .catch(({ problem }) => (problem.status === 404 ? { ended_at: null } : {}));
    if (past.has(id)) past.set(id, history);
  }
}

/** Whether the meeting was in progress, as far as is known, and is not any more. @param {string} id */
function isOver(id) {
  if (known?.meetings.get(id)?.phase !== 'not_started') return false;
  const history = past.get(id);
  return history ? history.ended_at !== null : seen.has(id) || begun.has(id);
}

/** @param {string} id */
function card(id) {
  const made = element(
    'li',
    {},
    element(
      'a',
      { href: `${service}console/${id}`, id: `cup-${id}` },
      element('div', { class: 'tea' }),
      element('h2', { dir: 'auto', id: `name-${id}` }, nameOf(id)),
      element('p', { class: 'phase' }),
      element('p', { class: 'clock' }),
      element('p', { class: 'soft' }),
    ),
  );
  // A meeting in the address stays there.
  if (!asked.includes(id)) made.append(removal(id, made));
  return made;
}

/** The button that removes a meeting from the list. @param {string} id @param {HTMLElement} item */
function removal(id, item) {
  const button = element('button', { 'data-t': 'remove', 'aria-describedby': `name-${id}` });
  button.addEventListener('click', () => {
    forget(id);
    ids.splice(ids.indexOf(id), 1);
    const next = item.nextElementSibling ?? item.previousElementSibling ?? byId('elsewhere');
    next.querySelector('a')?.focus();
    item.remove();
    byId('none').hidden = ids.length > 0;
    draw();
  });
  return button;
}

const LABELS = /** @type {const} */ ({
  unknown: 'connecting',
  idle: 'not_started',
  working: 'in_meeting',
  timed: 'on_break',
  open: 'on_break',
});

/** The phase of a meeting in words, and a line about it. @param {State} state @returns {[string, string]} */
function wordsFor(state) {
  const { meeting_id: id, rest, next_rest_at: next, members, requests } = state;
  const time = now();
  const view = stageView(state, time);
  const phase = t(LABELS[view.phase]);
  if (view.phase === 'idle') {
    const history = past.get(id);
    const { breaks, pause_seconds: pause = 0 } = history ?? {};
    if (!isOver(id)) return [phase, ''];
    if (history) return [t('ended'), endedNote(breaks, Math.round(pause / 60))];
    return seen.has(id) ? [t('forgotten'), t('forgotten_note')] : [t('ended'), ''];
  }
  const { online = false, degraded = false } = known ?? {};
  if (isOverdue(view, { rest, online, degraded }, time)) return [phase, t('should_be_over')];
  const asking = requests?.count ? t('requests', { ...requests, reached: '' }) : '';
  const end = rest && (rest.ends_at ? t('until', { time: timeOfDay(rest.ends_at) }) : t('no_end'));
  const ahead = next ? t('next', { time: timeOfDay(next) }) : '';
  const here = members.connected ? t('people_connected', { n: members.connected }) : '';
  return [phase, [rest ? '' : asking, end ?? ahead, here].filter(Boolean).join(' · ')];
}

function draw() {
  if (known) showLastHeard({ ...known, online: known.online || known.ended !== null });
  byId('in-all').hidden = ids.every(isOver);
  for (const id of ids) {
    const state = known?.meetings.get(id);
    if (!state) continue;
    const made = byId(`cup-${id}`);
    const view = stageView(state, now());
    const [name, phase, clock, note] = ['h2', '.phase', '.clock', '.soft'].map((part) =>
      made.querySelector(part),
    );
    if (!name || !phase || !clock || !note) return;
    made.style.setProperty('--level', view.level.toFixed(3));
    const [label, line] = wordsFor(state);
    show(name, nameOf(id, state.title));
    show(phase, label);
    show(clock, view.phase === 'idle' ? '' : asClock(view.seconds));
    show(note, line);
  }
}

/** @param {string} id @param {string | null} [title] */
const nameOf = (id, title) => title || titleOf(id) || id;

showHeader();
byId('cups').append(...ids.map(card));
byId('none').hidden = ids.length > 0;
showBreakInAll(() => ids.filter((id) => !isOver(id)), {
  commandsOf,
  nameOf: (id) => nameOf(id, known?.meetings.get(id)?.title),
  stateOf: (id) => known?.meetings.get(id),
});
byId('enter-key').addEventListener('click', () => {
  if (!askForKey(ids)) return;
  byId('enter-key').hidden = true;
  say(byId('problem'), '');
  listen('leader');
});
translate();
if (ids.length > 0) listen('leader');
else showHealth();
draw();
addEventListener('languagechange', draw);
setInterval(draw, TICK_MS);
