/** The members: how many are connected, have seen the break, are away, are back; and their names. */
import { read } from './commands.js';
import { hearsOfMembers } from './credentials.js';
import { byId, element, show } from './dom.js';
import { say, saying } from './i18n.js';
import { onChange } from './live.js';
import { isPast } from './past.js';

/** @typedef {import('../sdk/kyukei-client.js').Members} Members */
/** @typedef {import('./live.js').Frame} Frame */
/** @typedef {{ id: string, name: string | null, status: 'seen' | 'away' | 'back', at: string }} Person */

/** @type {Members | undefined} */
let members;
let isBreak = false;
let allBack = false;
let rosterTurn = 0;

/** Maximum number of rows that are not folded: as many as people read at a glance. */
const FOLDED_ABOVE = 5;

/** Answers to a break; `silent` = no answer yet. */
const PARTS = /** @type {const} */ (['back', 'away', 'seen', 'silent']);

export function showPeople() {
  for (const part of PARTS) {
    const [name, count] = [
      element('dt', { 'data-t': `status_${part}` }),
      element('dd', { id: `count-${part}` }),
    ];
    byId('bar').append(element('span', { id: `bar-${part}` }));
    byId('counts').append(element('div', {}, name, count));
  }
  onChange(({ phase }, name, frame) => {
    byId('people').hidden = !hearsOfMembers();
    if (!hearsOfMembers()) return;
    isBreak = phase === 'on_break';
    const isNews = name === 'state' || name === 'presence';
    if (isNews) members = /** @type {Members} */ (frame?.['members']);
    if (phase === 'not_started') forget();
    else if (isNews) void showRoster();
    draw();
  });
}

/** Clears the answers when the meeting ends. */
function forget() {
  if (members) members = { ...members, seen: 0, away: 0, back: 0 };
  rosterTurn++;
  byId('roster').replaceChildren();
  byId('roster-fold').hidden = true;
}

/** Shows that all are back, also if that happened before this page was opened. @param {Frame} notice */
export function heedPeople({ event }) {
  if (event === 'all_back') allBack = true;
  if (['rest_required', 'meeting_started', 'meeting_ended'].includes(String(event))) allBack = false;
  draw();
}

function draw() {
  if (!members) return;
  const { connected, seen, away, back } = members;
  const answered = seen + away + back;
  /** Members without an answer. A member who answered and left counts only among the answers. */
  const silent = Math.max(0, connected - answered);
  const nobody = answered > 0 || isPast() ? 'people_left' : 'people_none';
  say(byId('connected'), connected > 0 ? 'people_connected' : nobody, { n: connected });
  byId('answered').hidden = answered === 0 && !(isBreak && connected > 0);
  for (const [part, count] of Object.entries({ back, away, seen, silent })) {
    byId(`bar-${part}`).style.flexGrow = String(count);
    show(byId(`count-${part}`), String(count));
  }
  say(byId('all-back'), allBack && back === answered ? 'all_back' : '');
}

/**
 * Reads the roster after each change of presence, at most once a second. Ignores the answer to an outdated
 * request.
 */
async function showRoster() {
  const turn = ++rosterTurn;
  /** @type {{ members: Person[] } | undefined} */
  const roster = await read('/roster').catch(() => undefined);
  // Without an answer, the names that are on the page stay.
  if (!roster || turn !== rosterTurn) return;
  const { members } = roster;
  const of = (/** @type {Person['status']} */ status) =>
    rows(
      members.filter((one) => one.status === status),
      status,
    );
  // Missing members come first; if many are back, their rows are folded.
  const back = of('back');
  const isFolded = back.length > FOLDED_ABOVE;
  byId('roster').replaceChildren(...of('away'), ...of('seen'), ...(isFolded ? [] : back));
  byId('roster-fold').hidden = !isFolded;
  say(byId('roster-summary'), 'n_back', { n: members.filter(({ status }) => status === 'back').length });
  byId('roster-back').replaceChildren(...(isFolded ? back : []));
}

/**
 * Rows sorted by name, numbers by value (2 before 10); members without a name share one row.
 * @param {Person[]} people
 * @param {Person['status']} status
 */
function rows(people, status) {
  const names = people.flatMap(({ name }) => name ?? []);
  names.sort((one, other) => one.localeCompare(other, undefined, { numeric: true }));
  const nameless = people.length - names.length;
  return [
    ...names.map((name) => row(element('bdi', {}, name), status)),
    ...(nameless > 0
      ? [row(saying('bdi', nameless > 1 ? 'somebodies' : 'somebody', { n: nameless }), status)]
      : []),
  ];
}

/** @param {HTMLElement} name @param {Person['status']} status */
const row = (name, status) =>
  element('li', { 'data-status': status }, name, saying('span', `status_${status}`));
