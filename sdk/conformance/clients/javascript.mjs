/** The JavaScript client, as the kit speaks to it: `node javascript.mjs`. */
import { createInterface } from 'node:readline';
import { follow } from '../../javascript/kyukei-client.js';

/** What is told by a report of its own, or to nobody. */
const UNTOLD = new Set(['connected', 'heartbeat', 'offline']);
/** What is about now, and no part of what happened. */
const NEWS = new Set(['presence', 'break_requested', 'token_expiring']);

const say = (report) => process.stdout.write(`${JSON.stringify(report)}\n`);

let following;
let wasOnline = false;

function tell(known, name, data, { cursor, replayed }) {
  const { online, phase, rest, last_heard_at } = known;
  if (online !== wasOnline || name === 'offline')
    say(
      online
        ? { says: 'online' }
        : { says: 'offline', last_heard_ms: last_heard_at && Date.now() - last_heard_at },
    );
  wasOnline = online;
  if (UNTOLD.has(name)) return;
  const meeting = { phase, rest_id: rest?.rest_id ?? null, ends_at: rest?.ends_at ?? null };
  if (name === 'state') say({ says: 'state', resync: data.resync, ...meeting, cursor });
  else if (name === 'degraded' || name === 'restored') say({ says: name });
  else if (name === 'goodbye') say({ says: 'goodbye', data });
  else if (name === 'refused') say({ says: 'refused', status: data.status, problem: data.problem ?? null });
  else if (name === 'ended')
    say({ says: 'gave_up', problem: data.problem ?? null, goodbye: data.goodbye ?? null });
  else if (NEWS.has(name)) say({ says: 'news', name, data });
  else say({ says: 'notice', name, data, cursor, replayed, ...meeting });
}

const commands = {
  follow({ server, meeting_id, tokens, ...options }) {
    let turn = 0;
    // The kit's renewable token: the next one each time it is asked for, and the last one for ever.
    const token = tokens ? async () => tokens[Math.min(turn++, tokens.length - 1)] : options.token;
    const given = { ...options, ...(token && { token }) };
    delete given.do;
    following = follow(server, meeting_id, tell, given);
  },
  wake: () => following.wake(),
  shows: () => following.shows(),
  clock: () => say({ says: 'clock', server_time: following.now() }),
  stop() {
    following();
    lines.close();
  },
};

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const command = JSON.parse(line);
  commands[command.do](command);
});
