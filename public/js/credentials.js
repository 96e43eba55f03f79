/**
 * The credentials of this page (docs/security.md): a `#token=` in its address, the `leader_token` of a start, or a key that a
 * leader typed. Stored for this tab, until it is closed.
 */
import { t } from './i18n.js';
import { onChange, refuse, start } from './live.js';
import { meetingId, service } from './place.js';

/**
 * @typedef {{ kind: 'token' | 'key', secret: string }} Credentials A key is valid for every meeting, so it must never be part
 *   of a URL.
 */

/** Kept from earlier releases, so that an upgrade does not lose the only copy of a `leader_token`. */
const NAME = `kyukei.right.${meetingId}`;
const DAY_SECONDS = 86_400;

const tokenInUrl = new URLSearchParams(location.hash.slice(1)).get('token');
// Remove the token from the address, so that no bookmark or screenshot reveals it.
if (tokenInUrl) history.replaceState(null, '', location.pathname + location.search);

/** @type {Credentials | null} */
let credentials = tokenInUrl ? { kind: 'token', secret: tokenInUrl } : storedCredentials();

/** @param {Credentials} given */
export function useCredentials(given) {
  credentials = given;
  try {
    sessionStorage.setItem(NAME, JSON.stringify(given));
  } catch {
    // The browser blocks storage: after a reload the page asks again.
  }
}
if (credentials) useCredentials(credentials);

/** @returns {Credentials | null} */
function storedCredentials() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? 'null');
  } catch {
    return null;
  }
}

/** What this page shows with each call. */
export const secret = () => credentials?.secret;

/** The token for a stream, which cannot send headers. For a key, the service issues a token. */
async function streamToken() {
  if (credentials?.kind !== 'key') return secret();
  const body = JSON.stringify({ role: 'leader', ttl_seconds: DAY_SECONDS });
  const request = { method: 'POST', headers: { Authorization: `Bearer ${credentials.secret}` }, body };
  const answer = await fetch(`${service}api/meetings/${meetingId}/tokens`, request).catch(() => undefined);
  return answer?.ok ? String((await answer.json()).token) : undefined;
}

let isLeading = false;

/** Opens the leader's stream, with the credentials that this page has. */
export async function startAsLeader() {
  const token = await streamToken();
  isLeading = credentials?.kind !== 'key' || token !== undefined;
  listen({ role: isLeading ? 'leader' : 'member' }, token);
}

/** @param {import('../sdk/kyukei-client.js').Options} [options] */
export async function startAsMember(options) {
  isLeading = false;
  const token = credentials?.kind === 'token' ? credentials.secret : undefined;
  listen({ role: 'member', ...options }, token);
}

/** @param {import('../sdk/kyukei-client.js').Options} options @param {string} [token] */
const listen = (options, token) => start({ heartbeat: 10, ...options, ...(token ? { token } : {}) });

/** If the leader's stream is refused, opens a member's stream. If that is refused too, shows the refusal. */
onChange(({ ended }, name) => {
  if (name !== 'ended' || !ended) return;
  if (isLeading && 'problem' in ended) void startAsMember();
  else refuse();
});

/** Asks the leader for a key. Returns whether there is a new one to try. */
export function askForKey() {
  const key = window.prompt(t('ask_for_key'))?.trim();
  if (!key) return false;
  useCredentials({ kind: 'key', secret: key });
  void startAsLeader();
  return true;
}
