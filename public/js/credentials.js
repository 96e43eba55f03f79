/**
 * The credentials of this page (docs/security.md): a `#token=` in its address, the `leader_token` of a start
 * or of another device (`#code=`), or a key that a leader typed. Stored for this tab, until it is closed; a
 * `leader_token`, which nobody can read again, for this browser and a day.
 */
import { byId } from './dom.js';
import { say, t } from './i18n.js';
import { onChange, refuse, start } from './live.js';
import { isLeaderPage, meetingId, service } from './place.js';
import { store, storeCredentials, storedCredentials } from './storage.js';

/** @typedef {import('./storage.js').Credentials} Credentials */

const DAY_SECONDS = 86_400;
/** The service answers within 5 s, even without its store; the network may hang. */
const ANSWER_MS = 10_000;

const { token: tokenInUrl, code: codeInUrl } = Object.fromEntries(
  new URLSearchParams(location.hash.slice(1)),
);
/** Removes them from the address, so that no bookmark or screenshot reveals them. */
const clearAddress = () => history.replaceState(null, '', location.pathname + location.search);
if (tokenInUrl || (codeInUrl && !isLeaderPage)) clearAddress();
// A browser does not reload the page for a link that differs only in its token or code.
addEventListener('hashchange', () => /^#(?:token|code)=/.test(location.hash) && location.reload());

/** @type {Credentials | null} */
let credentials = tokenInUrl
  ? { kind: 'token', secret: tokenInUrl }
  : storedCredentials(meetingId, isLeaderPage);

/** @param {Credentials} given */
export function useCredentials(given) {
  credentials = given;
  storeCredentials(meetingId, given);
}
if (credentials) useCredentials(credentials);

/** Removes the stored claim: it ends with the meeting. */
export function forgetClaim() {
  if (credentials?.kind === 'claim') store(`claim.${meetingId}`, '{}');
}

/** The kind of this page's credentials; `undefined` = it has none. */
export const kindOfCredentials = () => credentials?.kind;

/** The key or token that this page sends with each call. */
export const secret = () => credentials?.secret;

/**
 * Sends a POST with this page's credentials; `undefined` = the service could not be reached.
 * @param {string} path
 * @param {object} [body]
 */
function post(path, body) {
  /** @type {Record<string, string>} */
  const headers = credentials ? { Authorization: `Bearer ${credentials.secret}` } : {};
  const signal = AbortSignal.timeout(ANSWER_MS);
  const request = { method: 'POST', headers, signal, ...(body && { body: JSON.stringify(body) }) };
  return fetch(`${service}api/meetings/${meetingId}${path}`, request).catch(() => undefined);
}

/**
 * Whether an answer is the service's decision. 429 and 5xx pass by themselves, and may come from a proxy.
 * @param {Response | undefined} answer @returns {answer is Response}
 */
const isDecision = (answer) => answer !== undefined && answer.status < 500 && answer.status !== 429;

/**
 * A token for members (docs/security.md). `null` = they need none; `false` = they need one, and this page may
 * not make it; `undefined` = not known, so ask again.
 * @returns {Promise<{ token: string, expires_at: string } | null | false | undefined>}
 */
export async function memberToken() {
  const signal = AbortSignal.timeout(ANSWER_MS);
  // The list answers for a meeting that was not started, too.
  const open = await fetch(`${service}api/meetings?id=${meetingId}`, { signal }).catch(() => undefined);
  if (!isDecision(open)) return undefined;
  if (open.status !== 401) return null;
  if (credentials?.kind !== 'claim' && credentials?.kind !== 'key') return false;
  const answer = await post('/tokens', { role: 'member', ttl_seconds: DAY_SECONDS });
  if (answer?.ok) return answer.json().catch(() => undefined);
  return isDecision(answer) ? false : undefined;
}

/** Asks for a code that hands this page's right to another device (docs/security.md). */
export const askForCode = () => post('/handover');

/** The code in the address, until the service has decided about it. */
let code = isLeaderPage ? codeInUrl : undefined;

/** Statuses that say that a code is of no use: it was used or has expired (401), or it is no code (422). */
const OVER = [401, 422];

/**
 * Redeems the code in the address, and takes over the right of the device that made it. If there was no
 * decision, the code stays, so that a reload or an entered key tries again.
 */
async function redeem() {
  const answer = await post('/handover/redeem', { code });
  const redeemed = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
  const isOver = answer !== undefined && OVER.includes(answer.status);
  if (!redeemed && !isOver) return say(byId('problem'), 'problem_unreachable');
  code = undefined;
  clearAddress();
  if (isOver) return say(byId('problem'), 'code_over');
  const { leader_token: secret, expires_at: end } = redeemed;
  useCredentials({ kind: end ? 'token' : 'claim', secret });
}

/** Whether the service has not refused this page the leader's stream. */
let isLeading = isLeaderPage;

/** Whether this page gets the frames about members. */
export const hearsOfMembers = () => isLeading;

/**
 * Whether somebody else leads the meeting, as far as this page knows: the service refused it the leader's
 * stream. Before the start of a meeting it is not known who will lead it.
 * @param {import('./live.js').Known} known
 */
export const isOnlooker = ({ phase, refused }) => !isLeading && !refused && phase !== 'not_started';

/** Opens the leader's stream, with the credentials that this page has. */
export async function startAsLeader() {
  if (code) await redeem();
  isLeading = true;
  listen({ role: 'leader' });
}

/** @param {import('../sdk/kyukei-client.js').Options} options */
export const startAsMember = (options) => listen({ role: 'member', ...options });

/** @param {import('../sdk/kyukei-client.js').Options} options */
const listen = (options) => start({ heartbeat: 10, ...options, token: secret() });

onChange(({ ended }, name) => {
  if (name !== 'ended' || !ended) return;
  if (!isLeading) return refuse();
  // A claim lasts longer than its stream, which ends after a day.
  if ('goodbye' in ended) return void startAsLeader();
  isLeading = false;
  // An onlooker is no member, so nobody counts this page.
  listen({ role: 'display' });
});

/** Asks the leader for a key. Returns whether a new key was entered. */
export function askForKey() {
  const key = window.prompt(t('ask_for_key'))?.trim();
  if (!key) return false;
  useCredentials({ kind: 'key', secret: key });
  void startAsLeader();
  return true;
}
