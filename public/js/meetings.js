/**
 * The page of all meetings: those of this browser, and those in the address (`?id=a&id=b`), with their
 * present state.
 */
import './appearance.js';
import { byId, element, show } from './dom.js';
import { showHeader, showLight } from './header.js';
import { language, say, t, timeOfDay, translate } from './i18n.js';
import { service } from './place.js';
import { asClock, stageView } from './stage-view.js';
import { stored } from './storage.js';
import { recentMeetings } from './recent.js';

/** The maximum of one stream. */
const MOST = 50;
const TICK_MS = 200;

const asked = new URLSearchParams(location.search).getAll('id').filter((id) => /^[\w-]{1,64}$/.test(id));
const led = recentMeetings().flatMap(({ id, led }) => (led ? [id] : []));
const ids = [...new Set([...asked, ...led])].slice(0, MOST);

/** @type {Map<string, import('../sdk/kyukei-client.js').Known & { title?: string | null }>} */
const states = new Map();
let offset = 0;

function listen() {
  const query = new URLSearchParams(ids.map((id) => ['meeting_id', id]));
  const stream = new EventSource(`${service}api/sse/overview?${query}`);
  stream.addEventListener('connected', () => showLight('good', 'online'));
  stream.addEventListener('restored', () => showLight('good', 'online'));
  stream.addEventListener('degraded', () => showLight('bad', 'degraded'));
  stream.addEventListener('state', ({ data }) => {
    const state = JSON.parse(data);
    offset = Date.parse(state.server_time) - Date.now();
    states.set(state.meeting_id, state);
    draw();
  });
  stream.addEventListener('error', () => {
    const isRefused = stream.readyState === EventSource.CLOSED;
    showLight('bad', isRefused ? 'refused' : 'reconnecting');
    if (isRefused) say(byId('problem'), 'problem_unauthorized');
  });
}

/** @param {string} id */
function card(id) {
  return element(
    'li',
    {},
    element(
      'a',
      { href: `${service}console/${id}`, id: `cup-${id}` },
      element('div', { class: 'tea' }),
      element('h2', { dir: 'auto' }, id),
      element('p', { class: 'phase' }),
      element('p', { class: 'clock' }),
      element('p', { class: 'soft' }),
    ),
  );
}

const LABELS = /** @type {const} */ ({
  unknown: 'connecting',
  idle: 'not_started',
  working: 'in_meeting',
  timed: 'on_break',
  open: 'on_break',
});

function draw() {
  for (const [id, known] of states) {
    const made = byId(`cup-${id}`);
    const view = stageView(known, Date.now() + offset);
    const [name, phase, clock, note] = ['h2', '.phase', '.clock', '.soft'].map((part) =>
      made.querySelector(part),
    );
    if (!name || !phase || !clock || !note) return;
    made.style.setProperty('--level', view.level.toFixed(3));
    show(name, known.title || id);
    show(phase, t(LABELS[view.phase]));
    show(clock, view.phase === 'idle' ? '' : asClock(view.seconds));
    const next = known.next_rest_at ? t('next', { time: timeOfDay(known.next_rest_at) }) : '';
    const here = known.members?.connected ? t('people_connected', { n: known.members.connected }) : '';
    show(note, [here, next].filter(Boolean).join(' · '));
  }
}

/** Calls a break in each meeting, and shows in which meetings that failed. @param {number} minutes */
async function breakInAll(minutes) {
  const body = JSON.stringify({ duration_seconds: minutes * 60, language });
  const answers = await Promise.all(
    ids.map(async (id) => {
      const token = claimOf(id);
      const headers = token ? { Authorization: `Bearer ${token}` } : undefined;
      const request = { method: 'POST', body, ...(headers ? { headers } : {}) };
      const answer = await fetch(`${service}api/meetings/${id}/rest`, request).catch(() => undefined);
      return answer?.ok ? [] : [id];
    }),
  );
  const failed = answers.flat();
  say(byId('problem'), failed.length > 0 ? 'break_not_in' : '', { ids: failed.join(', ') });
}

/**
 * The `leader_token` that this browser got when it started the meeting (credentials.js).
 * @param {string} id
 * @returns {string | undefined}
 */
function claimOf(id) {
  try {
    return JSON.parse(stored(`claim.${id}`, '{}')).secret;
  } catch {
    return undefined;
  }
}

showHeader();
byId('cups').append(...ids.map(card));
byId('none').hidden = ids.length > 0;
byId('in-all').hidden = ids.length === 0;
for (const n of [5, 10, 15]) {
  const values = JSON.stringify({ n });
  const button = element('button', { type: 'button', 'data-t': 'n_minutes', 'data-t-values': values });
  button.addEventListener('click', () => void breakInAll(n));
  byId('in-all').append(button);
}
translate();
if (ids.length > 0) listen();
else showLight('good', 'health_good');
addEventListener('languagechange', draw);
setInterval(draw, TICK_MS);
