/** The commands of leaders and members. Each one calls the API and returns its answer. */

/**
 * Thrown when a command fails. `code` is that of the problem, or `unreachable`: the service did not answer,
 * and may have run the command.
 */
export class Refusal extends Error {
  /** @param {Partial<import('./frames.js').Problem>} problem */
  constructor(problem) {
    super(problem.detail ?? problem.code);
    this.name = 'Refusal';
    this.problem = problem;
    this.code = problem.code ?? '';
  }
}

/** A random UUID (version 4). Browsers lack `crypto.randomUUID` on plain HTTP. */
export function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The service answers within 1 s, even without its store; the network may hang. */
const ANSWER_MS = 10_000;

/** @param {string} server */
const meetingsOf = (server) => `${server.replace(/\/$/, '')}/api/meetings`;

/** @param {import('./commands.js').CommandOptions} options */
const caller =
  ({ token }) =>
  /** @param {string} method @param {string} url @param {object} [body] @param {string} [key] */
  async (method, url, body, key) => {
    const secret = typeof token === 'function' ? await token() : token;
    const headers = {
      ...(key && { 'Idempotency-Key': key }),
      ...(secret && { Authorization: `Bearer ${secret}` }),
    };
    const signal = AbortSignal.timeout(ANSWER_MS);
    const request = { method, headers, signal, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(url, request).catch(() => null);
    // An answer that is not JSON comes from a proxy or a captive portal, whatever its status is.
    const answer = await response?.json().catch(() => null);
    if (response?.ok && answer) return answer;
    throw new Refusal({ ...(response && { status: response.status }), code: 'unreachable', ...answer });
  };

/** @type {import('./commands.js').getMeetings} */
export function getMeetings(server, meetingIds, { role, ...options } = {}) {
  const asked = new URLSearchParams(meetingIds.map((id) => ['id', id]));
  if (role) asked.set('role', role);
  return caller(options)('GET', `${meetingsOf(server)}?${asked}`);
}

/**
 * @param {string} server @param {string} meetingId @param {import('./commands.js').CommandOptions} [options]
 */
export function commands(server, meetingId, options = {}) {
  const ask = caller(options);
  const meeting = `${meetingsOf(server)}/${encodeURIComponent(meetingId)}`;
  /** @param {string} method @param {string} path @param {object} [body] @param {string} [key] */
  const call = (method, path, body, key) => ask(method, meeting + path, body, key);

  /**
   * Sends a command, and once more with the same `Idempotency-Key` if there was no answer.
   * @type {import('./commands.js').Send}
   */
  const send = async (method, path, body) => {
    const key = randomKey();
    try {
      return await call(method, path, body, key);
    } catch (error) {
      if (!(error instanceof Refusal) || !['unreachable', 'store_unavailable'].includes(error.code))
        throw error;
      return call(method, path, body, key);
    }
  };

  /** @param {string} path @returns {(body?: object) => Promise<any>} */
  const post = (path) => (body) => send('POST', path, body);
  return {
    send,
    read: (/** @type {string} */ path) => call('GET', path),
    getMeeting: () => call('GET', ''),
    startMeeting: post('/start'),
    endMeeting: post('/end'),
    undoCommand: post('/undo'),
    callBreak: post('/rest'),
    extendBreak: post('/rest/extend'),
    resumeMeeting: post('/resume'),
    sendAnnouncement: post('/announcements'),
    acknowledgeBreak: post('/rest/ack'),
    requestBreak: post('/break-requests'),
    setSchedule: (/** @type {object} */ schedule) => send('PUT', '/schedule', schedule),
    removeSchedule: () => send('DELETE', '/schedule'),
    snoozeSchedule: post('/schedule/snooze'),
    skipSchedule: post('/schedule/skip'),
  };
}
