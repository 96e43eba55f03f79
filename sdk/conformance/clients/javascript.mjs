/** The JavaScript client behind the kit's line protocol: `node javascript.mjs`. */
import { createInterface } from 'node:readline';
import { follow } from '../../javascript/kyukei-client.js';
import { followAll } from '../../javascript/overview.js';

/** Frames that have their own kind of report, or no report. */
const UNTOLD = new Set(['connected', 'heartbeat', 'offline']);
/** Frames about the present moment: they are not notices. */
const NEWS = new Set(['presence', 'break_requested', 'more_time_requested', 'token_expiring']);

/** Hooks between the kit and the client; a wrong client replaces them. */
export const program = {
  say: (report) => process.stdout.write(`${JSON.stringify(report)}\n`),
  take: (command) => commands[command.do]?.(command),
};

let following;
let wasOnline = false;

/** @returns {boolean} whether the change needs no further report */
function tellConnection({ online, last_heard_at: heardAt }, name, data) {
  const { say } = program;
  if (online && !wasOnline) say({ says: 'online' });
  else if (!online && (wasOnline || name === 'offline'))
    say({ says: 'offline', last_heard_ms: heardAt === null ? null : Date.now() - heardAt });
  wasOnline = online;
  if (name === 'degraded' || name === 'restored') say({ says: name });
  else if (name === 'goodbye') say({ says: 'goodbye', data });
  else if (name === 'refused') say({ says: 'refused', status: data.status, problem: data.problem ?? null });
  else if (name === 'ended')
    say({ says: 'gave_up', problem: data.problem ?? null, goodbye: data.goodbye ?? null });
  else if (NEWS.has(name)) say({ says: 'news', name, data });
  else return UNTOLD.has(name);
  return true;
}

const restOf = ({ phase, rest }) => ({
  phase,
  rest_id: rest?.rest_id ?? null,
  ends_at: rest?.ends_at ?? null,
});

function tell(known, name, data, { cursor, replayed }) {
  if (tellConnection(known, name, data)) return;
  const meeting = restOf(known);
  if (name === 'state') program.say({ says: 'state', resync: data.resync, ...meeting, cursor });
  else program.say({ says: 'notice', name, data, cursor, replayed, ...meeting });
}

function tellOverview(known, name, data) {
  if (tellConnection(known, name, data)) return;
  const { meetings, degraded } = known;
  const { meeting_id } = data;
  program.say({
    says: 'meeting',
    meeting_id,
    ...restOf(meetings.get(meeting_id)),
    degraded,
    meetings: meetings.size,
  });
}

const commands = {
  follow({ server, meeting_id, tokens, token, client_id, role, cursor, heartbeat }) {
    let turn = 0;
    // A renewable token: each call returns the next one of the list, and the last one again at the end.
    const renewed = tokens && (async () => tokens[Math.min(turn++, tokens.length - 1)]);
    const options = { token: renewed ?? token, client_id, role, cursor, heartbeat };
    following = follow(server, meeting_id, tell, options);
  },
  follow_all({ server, meeting_ids, role, heartbeat }) {
    following = followAll(server, meeting_ids, tellOverview, { role, heartbeat });
  },
  wake: () => following.wake(),
  shows: () => following.shows(),
  clock: () => program.say({ says: 'clock', server_time: following.now() }),
  stop() {
    following();
    wasOnline = false;
    program.say({ says: 'stopped' });
  },
};

export function start() {
  program.say({ says: 'ready' });
  createInterface({ input: process.stdin }).on('line', (line) => program.take(JSON.parse(line)));
}

if (process.argv[1] === new URL(import.meta.url).pathname) start();
