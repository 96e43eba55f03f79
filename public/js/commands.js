/** Calls to the public API. A command is data, so that the page can also show it as a curl line. */
import { commands as meetingCommands, Refusal } from '../sdk/commands.js';
import { language } from './i18n.js';
import { isRefused, isStarted, isUnstarted } from './live.js';
import { isLeaderPage, meetingId, service } from './place.js';
import { titleOf } from './recent.js';
import { stored } from './storage.js';
import { askForKey, forgetClaim, secret, startAsLeader, useCredentials } from './credentials.js';

export { Refusal };

/** @typedef {{ method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object }} Command */

/**
 * Minutes of a break, the time at which it ends, or null = without an end.
 * @typedef {number | { until: string } | null} Length
 */

/** @param {Length} length */
const endOf = (length) =>
  typeof length === 'number'
    ? { duration_seconds: Math.round(length * 60) }
    : length && { ends_at: length.until };

/** @type {(path: string, body?: object) => Command} */
const post = (path, body) => (body ? { method: 'POST', path, body } : { method: 'POST', path });

/** The title as the service accepts it: 60 characters, none of them a control character or half of a pair. */
function title() {
  const characters = titleOf(meetingId)?.replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ') ?? '';
  return Array.from(characters).slice(0, 60).join('');
}

export const commands = {
  start: () => post('/start', title() ? { title: title() } : undefined),
  /** @param {string} message @param {Length} length */
  rest: (message, length) =>
    post('/rest', {
      ...(message.trim() ? { message } : {}),
      ...endOf(length),
      language,
    }),
  /** @param {number} minutes */
  extend: (minutes) => post('/rest/extend', { seconds: minutes * 60 }),
  resume: () => post('/resume'),
  end: () => post('/end'),
  undo: () => post('/undo'),
  /** @param {string} message */
  announce: (message) => post('/announcements', { message }),
  /** @param {object} schedule */
  plan: (schedule) =>
    /** @type {Command} */ ({ method: 'PUT', path: '/schedule', body: { ...schedule, language } }),
  unplan: () => /** @type {Command} */ ({ method: 'DELETE', path: '/schedule' }),
  /** @param {number} minutes */
  snooze: (minutes) => post('/schedule/snooze', { minutes }),
  skip: () => post('/schedule/skip'),
  /** @param {object} acknowledgement */
  acknowledge: (acknowledgement) => post('/rest/ack', acknowledgement),
  /** @param {string} clientId @param {'break' | 'more_time'} kind */
  requestBreak: (clientId, kind) => post('/break-requests', { client_id: clientId, kind }),
};

const meeting = meetingCommands(service.slice(0, -1), meetingId, { token: secret });

/** @param {string} path after the meeting's own */
export const read = (path) => meeting.read(path);

/**
 * Sends a command. A break of a meeting with a title first starts the meeting, because a break has no title.
 * If the permission is missing: calling a break first starts a meeting that nobody leads, which gives the
 * permission; for other commands the leader is asked for a key. Then the command is sent once more.
 * @param {Command} command
 * @returns {Promise<any>}
 */
export async function send({ method, path, body }) {
  const attempt = async () => {
    if (path === '/rest' && isLeaderPage && isUnstarted() && title()) await begin();
    return meeting.send(method, path, method === 'DELETE' ? undefined : signed(body));
  };
  const answer = await attempt().catch(async (error) => {
    if (!isRightMissing(error)) throw error;
    if (path === '/rest' && !isStarted() && (await claims())) return attempt();
    // A refused page does not show the meeting: repeating its command with a key could restart a running
    // meeting.
    if (isRefused() || !askForKey()) throw error;
    return attempt();
  });
  useClaim(answer);
  if (path === '/end') forgetClaim();
  return answer;
}

/**
 * Adds the leader's name to a command, if this browser knows it; other leaders see it.
 * @param {object} [body]
 */
const signed = (body) => (isLeaderPage && stored('name') ? { ...body, by: stored('name') } : body);

/** Starts the meeting, and resolves with whether this page owns it then. */
const begin = async () => useClaim(await meeting.send('POST', '/start', signed(commands.start().body)));

/** Like {@link begin}; `false` if the permission is missing. */
const claims = () =>
  begin().catch((error) => {
    if (isRightMissing(error)) return false;
    throw error;
  });

/** @param {{ leader_token?: string }} answer */
function useClaim({ leader_token: token }) {
  if (!token) return false;
  useCredentials({ kind: 'claim', secret: token });
  void startAsLeader();
  return true;
}

/** @param {unknown} error */
const isRightMissing = (error) => error instanceof Refusal && error.code === 'unauthorized' && isLeaderPage;

/** @param {Command} command */
export function curl({ method, path, body }) {
  const data = body ? ` -d ${quoted(JSON.stringify(body))}` : '';
  return `curl -X ${method} ${quoted(url(path))}${data}`;
}

/** @param {string} path */
const url = (path) => `${service}api/meetings/${meetingId}${path}`;

/** Quotes a text for a POSIX shell. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
