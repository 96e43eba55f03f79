/**
 * @typedef {object} Contestant
 * @property {string} name Its name in `--contestants`.
 * @property {string} label Its name in the table.
 * @property {() => string | undefined} prepare Builds or installs it once. Returns the reason if it is not
 *   available.
 * @property {(how: { observed?: boolean, cgroup?: object }) => Promise<Running>} start
 * @property {string} ready The text on the stream that shows that the stream is live.
 * @property {boolean} resumes Whether it replays missed breaks after a `Last-Event-ID`.
 * @property {string[]} [replayEndsWith] The texts on the stream that follow a replay.
 * @property {boolean} [ours] Whether measures can use features that only Kyukei has, such as `?heartbeat=`.
 * @property {boolean} [byNameOnly] Whether it runs only if `--contestants` names it.
 * @property {number} [filesPerStream] Open files per stream in one process; 1 if left out.
 * @property {(meeting: string, cursor?: string) => string} stream The path of a meeting's event stream.
 * @property {(text: string, message: string) => string} [cursorIn] Finds the cursor of a break in a stream;
 *   if left out, it is the break's SSE `id:`. It is sent as `Last-Event-ID`, and given to `stream`.
 * @property {(meeting: string, message: string) => Call} rest How a leader calls a break.
 *
 * @typedef {object} Running
 * @property {number} port
 * @property {import('../processes/launch.mjs').Program} program The server.
 * @property {{ pid: number, commands: () => Promise<number> }} [redis]
 * @property {() => Promise<void>} stop
 *
 * @typedef {{ path: string, body: string, headers?: string }} Call A POST request. Each header ends with
 *   CRLF.
 */

/** The paths and the body of the reference, which all contestants except nchan and Centrifugo use. */
export const asTheReference = {
  stream: (meeting) => `/api/sse/events?meeting_id=${meeting}`,
  rest: (meeting, message) => ({ path: `/api/meetings/${meeting}/rest`, body: JSON.stringify({ message }) }),
};
