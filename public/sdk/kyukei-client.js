/** Follows a meeting; calls `onChange(known, name, frame)` whenever something happens. Answers a function that stops. */
export function follow(server, meetingId, onChange, { heartbeat = 30, ...options } = {}) {
  let known = { phase: 'not_started', rest: null, online: false, degraded: false, offset: 0 };
  let [cursor, source, timer] = [''];
  const change = (fields, name, frame) => onChange((known = { ...known, ...fields }), name, frame);
  const openIn = (ms) => (clearTimeout(timer), (timer = setTimeout(open, ms)));
  const stop = () => (clearTimeout(timer), source.close());
  const working = ({ timestamp: working_since, next_rest_at = null }) => {
    return { phase: 'in_progress', rest: null, working_since, next_rest_at };
  };
  // What each frame changes; the others only say something.
  const changes = {
    connected: () => ({ online: true, degraded: false }),
    state: (meeting) => meeting,
    message: ({ timestamp, ...rest }) => ({ phase: 'on_break', rest: { ...rest, started_at: timestamp } }),
    rest_extended: ({ ends_at }) => ({ rest: { ...known.rest, ends_at } }),
    rest_ended: working,
    meeting_started: (frame) => ({ ...working(frame), started_at: frame.timestamp, schedule: null }),
    meeting_ended: () => ({ phase: 'not_started', rest: null, schedule: null, next_rest_at: null }),
    schedule_changed: ({ schedule, next_rest_at }) => ({ schedule, next_rest_at }),
    rest_suggested: ({ next_rest_at }) => ({ next_rest_at }),
    presence: ({ members }) => ({ members }),
    degraded: () => ({ degraded: true }),
    restored: () => ({ degraded: false }),
    goodbye: ({ reconnect }) => (reconnect || stop(), { online: false }),
  };
  const others = 'heartbeat rest_ending_soon rest_upcoming break_requested all_back'.split(' ');

  function open() {
    source?.close();
    const query = { meeting_id: meetingId, last_event_id: cursor, heartbeat, ...options };
    source = new EventSource(`${server}/api/sse/events?${new URLSearchParams(query)}`);
    source.onerror = () => {
      change({ online: false });
      if (source.readyState === EventSource.CLOSED) openIn(2000 + Math.random() * 3000);
    };
    for (const name of [...Object.keys(changes), ...others])
      source.addEventListener(name, ({ data, lastEventId }) => {
        openIn(heartbeat * 2500); // A stream that is silent for so long is dead, whatever the browser thinks of it.
        cursor = lastEventId || cursor;
        const frame = JSON.parse(data);
        const clock = frame.server_time && { offset: Date.parse(frame.server_time) - Date.now() };
        change({ ...clock, ...changes[name]?.(frame) }, name, frame);
      });
  }
  open();
  return stop;
}
