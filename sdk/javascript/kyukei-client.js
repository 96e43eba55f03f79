/** Follows a Kyukei meeting, in pages, service workers, extensions, Node and Deno. docs/protocol.md says what the frames mean. */
import { Connection } from './connection.js';
import { changeBy } from './meeting.js';
import { Seen } from './seen.js';
import { ServerClock } from './server-clock.js';

/** How many notices are remembered, to drop one that comes twice. */
const REMEMBERED = 200;

/** Statuses of 4xx that another try may mend. */
const PASSING = [408, 425, 429];

/**
 * @typedef {import('./kyukei-client.js').Known} Known
 * @typedef {import('./kyukei-client.js').Frame} Frame
 */

/** @type {import('./kyukei-client.js').follow} */
export function follow(server, meetingId, onChange, { heartbeat = 30, token, cursor = '', ...query } = {}) {
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
  /** Whether this stream has said all that was missed. */
  let isCaughtUp = false;
  let isOfflineTold = false;
  let refusals = 0;
  /** @type {Set<string>} */
  const heardIds = new Set();

  /** @param {string} name @param {Frame} frame @param {Partial<Known>} [change] */
  const tell = (name, frame, change) => {
    known = { ...known, ...change, online: connection.isOnline, offset: clock.offset };
    try {
      onChange(known, name, frame, { cursor, replayed: !isCaughtUp });
    } catch (error) {
      // A mistake of the caller's must not look like one of the network.
      queueMicrotask(() => {
        throw error;
      });
    }
  };

  const authorize = async () => {
    const secret = typeof token === 'function' ? await token() : token;
    return secret ? { headers: { Authorization: `Bearer ${secret}` } } : {};
  };
  const clock = new ServerClock(async () => {
    const { server_time } = await (await fetch(`${server}/api/time`, { cache: 'no-store' })).json();
    return Date.parse(server_time);
  });
  const seen = new Seen(`${server}/api/meetings/${meetingId}/rest/ack`, query.client_id, authorize);

  /** @param {NonNullable<Known['ended']>} ended */
  const end = (ended) => {
    connection.stop();
    tell('ended', ended, { ended });
  };

  const connection = new Connection(heartbeat, {
    async ask() {
      isCaughtUp = false;
      const asked = new URLSearchParams({ meeting_id: meetingId, heartbeat: String(heartbeat), ...query });
      // Not a header: of those a page of another origin has to ask before.
      if (cursor) asked.set('last_event_id', cursor);
      return [`${server}/api/sse/events?${asked}`, await authorize()];
    },

    hear({ name, data, id }) {
      if (name !== 'connected' && id !== undefined && heardIds.has(id)) return;
      cursor = id ?? cursor;
      heardIds.add(cursor);
      if (heardIds.size > REMEMBERED) heardIds.delete([...heardIds][0] ?? '');
      const frame = parsed(data);
      if (!frame) return;
      isOfflineTold = false;
      refusals = 0;
      // The request for the stream was a question, too.
      const askedAt = name === 'state' && !isCaughtUp ? connection.asked.wall : undefined;
      if (name === 'state') isCaughtUp = true;
      if (name === 'state' && frame['resync']) cursor = frame['cursor'] ?? cursor;
      if (frame['server_time']) clock.hear(Date.parse(frame['server_time']), askedAt);
      known.last_heard_at = Date.now();
      seen.retry();
      if (name !== 'goodbye') tell(name, frame, changeBy(known, name, frame));
      else leave(frame);
    },

    offline({ retryMs, ...refusal }) {
      const isRenewable = refusal.status === 401 && typeof token === 'function';
      const { status = 0, problem } = refusal;
      if (!isOfflineTold) tell('offline', { last_heard_at: known.last_heard_at });
      isOfflineTold = true;
      if (status) tell('refused', { status, problem });
      if (problem && status >= 400 && status < 500 && !PASSING.includes(status) && !isRenewable) {
        end({ problem });
        return 'never';
      }
      return isRenewable && refusals++ === 0 ? 'now' : 'later';
    },

    tick: () => clock.tick(),
  });

  /** @param {Frame} goodbye */
  const leave = (goodbye) => {
    // Another token may be good for longer.
    const isRenewable = goodbye['reason'] === 'expired' && typeof token === 'function';
    connection.isOnline = false;
    isOfflineTold = true;
    tell('goodbye', goodbye);
    if (goodbye['reconnect'] === false && !isRenewable) end({ goodbye });
    else connection.leave(goodbye['retry_ms']);
  };

  const wake = () => connection.wake();
  // The network is another one, and what hangs in the old one hangs for long.
  globalThis.addEventListener?.('online', wake);
  const stop = () => {
    globalThis.removeEventListener?.('online', wake);
    connection.stop();
  };
  return Object.assign(stop, {
    wake,
    /** @param {{ name?: string | undefined }} [who] */
    shows(who) {
      if (known.rest) seen.say(known.rest.rest_id, who?.name);
    },
    now: () => clock.now(),
  });
}

/** @param {string} text @returns {Frame | undefined} */
function parsed(text) {
  try {
    const frame = JSON.parse(text);
    return frame && typeof frame === 'object' && !Array.isArray(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}
