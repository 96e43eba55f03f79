/**
 * What this page shows to be let in where the service asks for it (docs/security.md): a `#token=` in its address, the
 * `leader_token` of a start, or a key that a leader typed. Kept for this tab, until it is closed.
 */
import { t } from './i18n.js';
import { onChange, refuse, start } from './live.js';
import { meetingId, service } from './place.js';

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

/** For the stream, which cannot send headers. A key is shown by a token made for it. */
async function streamToken() {
  if (right?.kind !== 'key') return right?.secret;
  const body = JSON.stringify({ role: 'leader', ttl_seconds: DAY_SECONDS });
  const request = { method: 'POST', headers: authorization(), body };
  const answer = await fetch(`${service}api/meetings/${meetingId}/tokens`, request).catch(() => undefined);
  return answer?.ok ? String((await answer.json()).token) : undefined;
}

let isLeading = false;

/** Opens the leader's stream, with the right to it that there is. */
export async function startAsLeader() {
  const token = await streamToken();
  isLeading = right?.kind !== 'key' || token !== undefined;
  listen({ role: isLeading ? 'leader' : 'member' }, token);
}

/** @param {import('../sdk/kyukei-client.js').Options} [options] */
export async function startAsMember(options) {
  isLeading = false;
  const token = right?.kind === 'token' ? right.secret : undefined;
  listen({ role: 'member', ...options }, token);
}

/** @param {import('../sdk/kyukei-client.js').Options} options @param {string} [token] */
const listen = (options, token) => start({ heartbeat: 10, ...options, ...(token ? { token } : {}) });

/** Who may not lead here yet sees what members see; who may not that either, or not any more, sees nothing. */
onChange(({ ended }, name) => {
  if (name !== 'ended' || !ended) return;
  if (isLeading && 'problem' in ended) void startAsMember();
  else refuse();
});

/** Asks a leader for what is missing. Answers whether there is something new to try with. */
export function askForKey() {
  const secret = window.prompt(t('ask_for_key'))?.trim();
  if (!secret) return false;
  hold({ kind: 'key', secret });
  void startAsLeader();
  return true;
}
