/**
 * What this page shows to be let in where the service asks for it (docs/security.md): a `#token=` in its address, the
 * `leader_token` of a start, or a key that a leader typed. Kept for this tab, until it is closed.
 */
import { t } from './i18n.js';
import { meetingId, onChange, start } from './live.js';

/** @typedef {{ kind: 'token' | 'key', secret: string }} Right A key opens every meeting, so it never gets into a URL. */

const NAME = `kyukei.right.${meetingId}`;
const DAY_SECONDS = 86_400;

const given = new URLSearchParams(location.hash.slice(1)).get('token');
// Neither a bookmark nor a picture of the screen should give it away.
if (given) history.replaceState(null, '', location.pathname + location.search);

/** @type {Right | null} */
let right = given ? { kind: 'token', secret: given } : remembered();

/** @param {Right} shown */
export function hold(shown) {
  right = shown;
  try {
    sessionStorage.setItem(NAME, JSON.stringify(shown));
  } catch {
    // Where a page may not remember anything, a reload asks again.
  }
}
if (right) hold(right);

/** @returns {Right | null} */
function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? 'null');
  } catch {
    return null;
  }
}

/** @returns {Record<string, string>} */
export const authorization = () => (right ? { Authorization: `Bearer ${right.secret}` } : {});

/** For the stream, which cannot send headers. */
export const streamToken = () => (right?.kind === 'token' ? { token: right.secret } : {});

/** Opens the leader's stream, with the right to it that there is. */
export async function startAsLeader() {
  const listener = { heartbeat: 10 };
  if (right?.kind !== 'key') {
    start({ ...listener, role: 'leader', ...streamToken() });
    if (!right) onFirstFailure(() => void startWithout());
    return;
  }
  const body = JSON.stringify({ role: 'leader', ttl_seconds: DAY_SECONDS });
  const answer = await fetch(`/api/meetings/${meetingId}/tokens`, {
    method: 'POST',
    headers: authorization(),
    body,
  });
  if (answer.ok) return start({ ...listener, role: 'leader', token: (await answer.json()).token });
  return start({ ...listener, role: 'member' });
}

/** Calls once, when the stream fails before anything came. @param {() => void} listen */
function onFirstFailure(listen) {
  let isOver = false;
  let isFirst = true;
  onChange(({ online }) => {
    if (!isFirst && !isOver && !online) listen();
    isOver ||= online || !isFirst;
    isFirst = false;
  });
}

/** Who is no leader here yet can still become one: until then the page sees what members see, or asks for a key. */
async function startWithout() {
  if (!(await isRefused('roster')) || right) return;
  if (await isRefused('events?limit=1')) askForKey();
  else start({ heartbeat: 10, role: 'member' });
}

/** Whether one needs a key or a token to read this of the meeting. @param {string} path */
async function isRefused(path) {
  const answer = await fetch(`/api/meetings/${meetingId}/${path}`).catch(() => null);
  return answer?.status === 401;
}

/** Asks a leader for what is missing. Answers whether there is something new to try with. */
export function askForKey() {
  const secret = window.prompt(t('ask_for_key'))?.trim();
  if (!secret) return false;
  hold({ kind: 'key', secret });
  void startAsLeader();
  return true;
}
