/**
 * @typedef {object} Contestant
 * @property {string} name As `--contestants` has it.
 * @property {string} label As the table has it.
 * @property {() => string | undefined} prepare Builds or installs it once; says why it cannot be had, if so.
 * @property {(how: { observed?: boolean, cgroup?: object }) => Promise<Running>} start
 * @property {string} ready What the stream carries when it is live.
 * @property {boolean} resumes Whether a `Last-Event-ID` is answered with what was missed.
 * @property {string[]} [replayEndsWith] What the stream carries after what was missed.
 * @property {boolean} [ours] Also for the measures that ask for what peers do not have, heartbeats by `?heartbeat=` among it.
 * @property {boolean} [byNameOnly] Left out unless `--contestants` names it.
 * @property {number} [filesPerStream] Open files that a stream takes in one process; 1 if left out.
 * @property {(meeting: string) => string} stream The path of a meeting's event stream.
 * @property {(meeting: string, message: string) => Call} rest How a leader calls a break.
 *
 * @typedef {object} Running
 * @property {number} port
 * @property {import('../processes/launch.mjs').Program} program The server.
 * @property {{ pid: number, commands: () => Promise<number> }} [redis]
 * @property {() => Promise<void>} stop
 *
 * @typedef {{ path: string, body: string, headers?: string }} Call A POST; headers each end with CRLF.
 */

/** The paths and the body that all contestants share but nchan: those of the reference. */
export const asTheReference = {
  stream: (meeting) => `/api/sse/events?meeting_id=${meeting}`,
  rest: (meeting, message) => ({ path: `/api/meetings/${meeting}/rest`, body: JSON.stringify({ message }) }),
};
