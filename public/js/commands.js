/** Calls to the public API. A command is data, so that the page can also show it as a curl line. */
import { language } from './i18n.js';
import { isRefused } from './live.js';
import { isLeaderPage, meetingId, service } from './place.js';
import { askForKey, authorization, useCredentials, startAsLeader } from './credentials.js';

/** @typedef {{ method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object }} Command */

/** @type {(path: string, body?: object) => Command} */
const post = (path, body) => (body ? { method: 'POST', path, body } : { method: 'POST', path });

export const commands = {
  start: () => post('/start'),
  /** @param {string} message @param {number | null} minutes null = without an end */
  rest: (message, minutes) =>
    post('/rest', {
      ...(message.trim() ? { message } : {}),
      ...(minutes === null ? {} : { duration_seconds: Math.round(minutes * 60) }),
      language,
    }),
  /** @param {number} minutes */
  extend: (minutes) => post('/rest/extend', { seconds: minutes * 60 }),
  resume: () => post('/resume'),
  end: () => post('/end'),
  /** @param {object} schedule */
  plan: (schedule) =>
    /** @type {Command} */ ({ method: 'PUT', path: '/schedule', body: { ...schedule, language } }),
  unplan: () => /** @type {Command} */ ({ method: 'DELETE', path: '/schedule' }),
  /** @param {number} minutes */
  snooze: (minutes) => post('/schedule/snooze', { minutes }),
  skip: () => post('/schedule/skip'),
  /** @param {object} acknowledgement */
  acknowledge: (acknowledgement) => post('/rest/ack', acknowledgement),
  /** @param {string} clientId */
  requestBreak: (clientId) => post('/break-requests', { client_id: clientId }),
};

/** `code` is the code of the API's problem, or `unreachable`. */
export class Refusal extends Error {
  /** @param {string} code @param {string} detail */
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}

/** @param {string} path after the meeting's own @returns {Promise<any>} */
export const read = (path) => answer(fetch(url(path), { headers: authorization() }));

/**
 * Sends a command; repeats it once under the same key if nobody knows whether the first one arrived.
 * @param {Command} command
 * @returns {Promise<any>}
 */
export async function send({ method, path, body }) {
  const key = randomUuid();
  const attempt = async () => {
    const headers = { 'Idempotency-Key': key, ...authorization() };
    const answered = await answer(
      fetch(url(path), { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }),
    );
    if (answered.leader_token) {
      useCredentials({ kind: 'token', secret: answered.leader_token });
      void startAsLeader();
    }
    return answered;
  };
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Refusal) || !isWorthAnother(error)) throw error;
    return attempt();
  }
}

/** @param {Refusal} refusal */
function isWorthAnother({ code }) {
  // A refused page does not show the meeting. Repeating its command with a key could restart a running meeting.
  if (code === 'unauthorized' && isLeaderPage) return !isRefused() && askForKey();
  return ['unreachable', 'store_unavailable'].includes(code);
}

/** @param {Command} command */
export function curl({ method, path, body }) {
  const data = body ? ` -d ${quoted(JSON.stringify(body))}` : '';
  return `curl -X ${method} ${quoted(url(path))}${data}`;
}

/** Works also on plain HTTP from another machine, where `crypto.randomUUID` is missing. */
export const unguessable = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** A random UUID (version 4): for such a key, a repeated `start` answers the same `leader_token`. */
function randomUuid() {
  const hex = unguessable();
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ];
  return parts.join('-');
}

/** @param {string} path */
const url = (path) => `${service}api/meetings/${meetingId}${path}`;

/** Quotes a text for a POSIX shell. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** @param {Promise<Response>} request */
async function answer(request) {
  const response = await request.catch(() => {
    throw new Refusal('unreachable', '');
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body.code ?? '', body.detail ?? response.statusText);
  return body;
}
