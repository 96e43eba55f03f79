/** Follows a meeting; calls `onChange(known, name, frame)` whenever something happens. Answers a function that stops. */
export function follow(server, meetingId, onChange, { heartbeat = 30, ...options } = {}) {
  const work = (working_since) => ({ phase: 'in_progress', rest: null, working_since });
  const changes = {
    state: (meeting) => ({ ...meeting, degraded: false }),
    message: ({ timestamp, ...rest }) => ({ phase: 'on_break', rest: { ...rest, started_at: timestamp } }),
    rest_extended: (ending) => ({ rest: { ...known.rest, ...ending } }),
    rest_ended: ({ timestamp, next_rest_at }) => ({ ...work(timestamp), next_rest_at }),
    meeting_started: ({ timestamp: at }) => ({ ...changes.meeting_ended(), ...work(at), started_at: at }),
    meeting_ended: () => ({ phase: 'not_started', rest: null, schedule: null, next_rest_at: null }),
    schedule_changed: ({ schedule, next_rest_at }) => ({ schedule, next_rest_at }),
    rest_suggested: ({ next_rest_at }) => ({ next_rest_at }),
    degraded: () => ({ degraded: true }),
    restored: () => ({ degraded: false }),
  };
  const others = 'heartbeat presence break_requested rest_upcoming rest_ending_soon all_back goodbye error';
  const query = new URLSearchParams({ meeting_id: meetingId, heartbeat, ...options });
  let known = { phase: 'not_started', rest: null, online: false, degraded: false, offset: 0 };
  let source, timer;
  function open() {
    source?.close();
    source = new EventSource(`${server}/api/sse/events?${query}`);
    for (const name of [...Object.keys(changes), ...others.split(' ')]) source.addEventListener(name, hear);
  }
  function hear({ type, data = '{}', lastEventId }) {
    const frame = JSON.parse(data);
    const clock = frame.server_time && { offset: Date.parse(frame.server_time) - Date.now() };
    if (lastEventId) query.set('last_event_id', lastEventId);
    clearTimeout(timer);
    if (frame.reconnect === false) source.close();
    else timer = setTimeout(open, source.readyState === 2 ? 5000 + Math.random() * 3000 : heartbeat * 2500);
    known = { ...known, ...clock, ...changes[type]?.(frame), online: !['error', 'goodbye'].includes(type) };
    onChange(known, type, frame);
  }
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
