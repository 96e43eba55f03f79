/**
 * Follows a Kyukei meeting, in pages, service workers, extensions, Node and Deno. docs/protocol.md explains
 * the frames.
 */
import { keepOpen } from './connection.js';
import { changeBy } from './meeting.js';
import { sayer } from './seen.js';
import { serverClock } from './server-clock.js';

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
  /** @type {Known} */
  let known = {
    phase: 'not_started',
    rest: null,
    online: false,
    degraded: false,
    offset: 0,
    last_heard_at: null,
    ended: null,
  };
  /** Whether this stream has replayed all missed notices. */
  let isCaughtUp = false;
  let isOfflineTold = false;
  /** The ids of the last 200 notices, to drop a notice that arrives twice. @type {string[]} */
  let heardIds = [];

  /** @param {string} name @param {Frame} frame @param {Partial<Known>} [change] */
  const tell = (name, frame, change) => {
    known = { ...known, online: connection.isOnline(), offset: clock.offset(), ...change };
    try {
      onChange(known, name, frame, { cursor, replayed: !isCaughtUp });
    } catch (error) {
      // An exception in the callback must not look like a network error.
      queueMicrotask(() => {
        throw error;
      });
    }
  };

  const authorize = async () => {
    const secret = typeof token === 'function' ? await token() : token;
    return secret ? { headers: { Authorization: `Bearer ${secret}` } } : {};
  };
  const clock = serverClock(async () => {
    const answer = await fetch(`${server}/api/time`, { cache: 'no-store' });
    return (await answer.json()).server_time;
  });
  const seen = sayer(`${server}/api/meetings/${meetingId}/rest/ack`, query.client_id, authorize);

  /** @param {NonNullable<Known['ended']>} ended */
  const end = (ended) => {
    stop();
    tell('ended', ended, { ended });
  };

  const connection = keepOpen(heartbeat, {
    async ask() {
      isCaughtUp = false;
      const asked = new URLSearchParams({ meeting_id: meetingId, heartbeat: String(heartbeat), ...query });
      // Not as a header: from a page of another origin, a header causes a preflight request.
      if (cursor) asked.set('last_event_id', cursor);
      return [`${server}/api/sse/${path}${asked}`, await authorize()];
    },

    hear({ name, data, id }, asked) {
      if (id && name !== 'connected' && heardIds.includes(id)) return;
      cursor = id ?? cursor;
      heardIds = [...heardIds.slice(-200), cursor];
      const frame = parsed(data);
      if (!frame) return;
      isOfflineTold = false;
      // The request for this stream also bounds the server's clock.
      clock.hear(frame['server_time'], name === 'state' && !isCaughtUp ? asked : undefined);
      if (name === 'state') {
        isCaughtUp = true;
        if (frame['resync']) cursor = frame['cursor'] ?? cursor;
      }
      known.last_heard_at = Date.now();
      seen.retry();
      if (name !== 'goodbye') {
        tell(name, frame, changeBy(known, name, frame));
        return;
      }
      // A new token may be valid for longer.
      const isRenewable = frame['reason'] === 'expired' && typeof token === 'function';
      isOfflineTold = true;
      tell(name, frame, { online: false });
      if (frame['reconnect'] === false && !isRenewable) end({ goodbye: frame });
      else connection.leave(frame['retry_ms']);
    },

    offline({ status = 0, problem }) {
      const isRenewable = status === 401 && typeof token === 'function';
      const isFirst = !isOfflineTold;
      isOfflineTold = true;
      if (isFirst) tell('offline', {});
      if (status) tell('refused', { status, problem });
      if (problem && status < 500 && !PASSING.includes(status) && !isRenewable) end({ problem });
      return isRenewable && isFirst;
    },

    tick: clock.tick,
  });

  const { stop, wake } = connection;
  return Object.assign(stop, {
    wake,
    shows: (/** @type {{ name?: string | undefined }} */ who) => seen.say(known.rest?.rest_id, who?.name),
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
