/**
 * Follows a Kyukei meeting, in pages, service workers, extensions, Node and Deno. docs/protocol.md explains
 * the frames.
 */
import { keepOpen } from './connection.js';
import { changeBy } from './meeting.js';
import { readStream } from './read-stream.js';
import { reporter } from './seen.js';
import { serverClock } from './server-clock.js';

const PATIENCE_MS = 10_000;

/** 4xx statuses that a retry may fix: timeout, too early, too many requests. */
const PASSING = [408, 425, 429];

/**
 * @typedef {import('./kyukei-client.js').Known} Known
 * @typedef {import('./kyukei-client.js').Frame} Frame
 */

/** @type {import('./kyukei-client.js').follow} */
export function follow(
  server,
  meetingId,
  onChange,
  { heartbeat = 30, token, cursor = '', path = 'events?', ...query } = {},
) {
  server = server.replace(/\/$/, '');
  /** @type {Known} */
  let known = /** @type {any} */ ({
    phase: 'not_started',
    rest: null,
    last_heard_at: null,
    ended: null,
    degraded: false,
  });
  /** Whether this stream has replayed all missed notices. */
  let isCaughtUp = false;
  /** The ids of the last 200 notices, to drop a notice that arrives twice. @type {(string | undefined)[]} */
  let heardIds = [];

  /** @param {string} name @param {Frame} frame @param {Partial<Known>} [change] */
  const tell = (name, frame, change) => {
    if (connection.isStopped()) return;
    known = { ...known, offset: clock.offset(), ...change };
    try {
      onChange(known, name, frame, { cursor, replayed: !isCaughtUp });
    } catch (error) {
      // An exception in the callback must not look like a network error.
      setTimeout(() => {
        throw error;
      });
    }
  };

  const isRenewable = typeof token === 'function';
  const authorize = async () => {
    const secret = isRenewable ? await token() : token;
    return secret ? { headers: { Authorization: `Bearer ${secret}` } } : {};
  };
  /** @param {string} path @param {RequestInit} [options] */
  const call = (path, options) =>
    // A request that hangs holds one of the six connections that a browser has for a server.
    fetch(`${server}/api/${path}`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...options,
    });
  const clock = serverClock(async () => (await (await call('time')).json()).server_time);
  const seen = reporter(async (body) =>
    call(`meetings/${meetingId}/rest/ack`, { method: 'POST', body, ...(await authorize()) }),
  );

  /** @param {NonNullable<Known['ended']>} ended */
  const end = (ended) => {
    tell('ended', ended, { ended });
    stop();
  };

  const connection = keepOpen(heartbeat, {
    async connect(signal, onEvent) {
      isCaughtUp = false;
      // The cursor is not sent as a header, because a page of another origin needs a preflight for it.
      const asked = { meeting_id: meetingId, heartbeat: `${heartbeat}`, ...query, last_event_id: cursor };
      const given = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
      return readStream(await call(`sse/${path}${given}`, { signal, ...(await authorize()) }), onEvent);
    },

    hear({ name, data, id }, asked) {
      if (name !== 'connected' && heardIds.includes(id)) return;
      cursor = id ?? cursor;
      if (id) heardIds = [...heardIds.slice(-200), id];
      const frame = parsed(data);
      if (!frame) return;
      // The request for this stream also bounds the server's clock.
      clock.hear(frame['server_time'], isCaughtUp ? undefined : asked);
      if (name === 'state') {
        isCaughtUp = true;
        if (frame['resync']) cursor = frame['cursor'] ?? cursor;
      }
      void seen();
      const online = name !== 'goodbye';
      tell(name, frame, { ...changeBy(known, name, frame), online, last_heard_at: Date.now() });
      if (online) return;
      // A new token may be valid for longer.
      if (frame['reconnect'] === false && !(isRenewable && frame['reason'] === 'expired'))
        end({ goodbye: frame });
      else connection.leave(frame['retry_ms']);
    },

    offline({ status = 0, problem }) {
      const isRenewed = isRenewable && status === 401;
      const isFirst = known.online !== false;
      if (isFirst) tell('offline', {}, { online: false });
      if (status) tell('refused', { status, problem });
      if (problem && status < 500 && !PASSING.includes(status) && !isRenewed) end({ problem });
      return isRenewed && isFirst;
    },

    tick: clock.tick,
  });

  const { stop, wake } = connection;
  return Object.assign(stop, {
    wake,
    shows(/** @type {{ name?: string | undefined }} */ who) {
      const { client_id } = query;
      const { rest_id } = known.rest ?? {};
      if (client_id && rest_id)
        void seen(JSON.stringify({ rest_id, name: who?.name, client_id, status: 'seen' }));
    },
    now: clock.now,
  });
}

/** @param {string} text @returns {Frame | undefined} */
function parsed(text) {
  try {
    return text.trim().startsWith('{') ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
