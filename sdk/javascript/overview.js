/** Follows several meetings on one stream, for dashboards. docs/protocol.md explains the frames. */
import { follow } from './kyukei-client.js';

/** @type {import('./overview.js').followAll} */
export function followAll(server, meetingIds, onChange, options) {
  /** @type {Map<string, any>} */
  let meetings = new Map();
  let degraded = false;
  const asked = new URLSearchParams(meetingIds.map((id) => ['meeting_id', id]));
  return follow(
    server,
    // The ids of the meetings are in `path`.
    '',
    ({ online, offset, last_heard_at, ended }, name, frame) => {
      if (name === 'state') meetings = new Map(meetings).set(frame['meeting_id'], frame);
      // A stream that opens while the store is away sends `degraded` after its states.
      if (['connected', 'degraded', 'restored'].includes(name)) degraded = name === 'degraded';
      onChange({ meetings, online, degraded, offset, last_heard_at, ended }, name, frame);
    },
    { ...options, path: `overview?${asked}&` },
  );
}
