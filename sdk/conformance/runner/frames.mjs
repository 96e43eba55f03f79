/** Encodes the frames of a script as an event stream, with defaults for the fields that a case leaves out. */

const MEETING = 'abc-defg-hij';

/**
 * Default data of each kind of frame; the `data` of a case overrides it. `now` is the scripted server's time.
 */
const DEFAULTS = {
  connected: () => ({ message: 'Connected to meeting', meeting_id: MEETING }),
  state: (now) => ({
    meeting_id: MEETING,
    phase: 'in_progress',
    started_at: '2025-10-17T10:00:00.000Z',
    working_since: '2025-10-17T10:00:00.000Z',
    rest: null,
    schedule: null,
    next_rest_at: null,
    members: { connected: 1, seen: 0, away: 0, back: 0 },
    cursor: '0-0',
    server_time: now,
    resync: false,
  }),
  heartbeat: (now) => ({ timestamp: now, server_time: now }),
  degraded: (now) => ({ timestamp: now }),
  restored: (now) => ({ timestamp: now }),
  goodbye: () => ({ reason: 'shutting_down', reconnect: true }),
  presence: (now) => ({
    meeting_id: MEETING,
    members: { connected: 1, seen: 0, away: 0, back: 0 },
    server_time: now,
  }),
  message: (now) => ({
    event: 'rest_required',
    meeting_id: MEETING,
    message: '休憩時間です',
    timestamp: now,
    message_code: 'default',
    language: 'ja',
    rest_id: 'r1',
    duration_seconds: null,
    ends_at: null,
    server_time: now,
  }),
};

/** Default for any other notice. */
const notice = (name) => (now) => ({ event: name, meeting_id: MEETING, timestamp: now, server_time: now });

/**
 * @param {{ send: string, id?: string, retry?: number, data?: object }} frame
 * @param {number} now the scripted server's clock, in ms
 */
export function frameText({ send: name, id, retry, data }, now) {
  const defaults = (Object.hasOwn(DEFAULTS, name) ? DEFAULTS[name] : notice(name))(
    new Date(now).toISOString(),
  );
  const lines = [
    `event: ${name}`,
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(retry === undefined ? [] : [`retry: ${retry}`]),
    `data: ${JSON.stringify({ ...defaults, ...filled(data, now) })}`,
  ];
  return `${lines.join('\n')}\n\n`;
}

/** `"$in 300 s"` in a case stands for the time 300 s from now, by the scripted server's clock. */
export function filled(value, now) {
  const text = JSON.stringify(value ?? {}).replace(/"\$in (-?[\d.]+) s"/g, (_, seconds) =>
    JSON.stringify(new Date(now + Number(seconds) * 1000).toISOString()),
  );
  return JSON.parse(text);
}
