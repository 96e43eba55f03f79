/** Runs one case with one client. */
import { setTimeout as wait } from 'node:timers/promises';
import { difference, isComplete, matches } from './matching.mjs';
import { ScriptedServer } from './scripted-server.mjs';

/** Time limit for a case. Far longer than any case needs, because a busy machine must not fail the test. */
const DEADLINE_MS = 40_000;

/** After all expected reports, the client must send no report and no request for this time. */
const QUIET_MS = 150;

/** Returns the client's faults; none = it passed. @returns {Promise<string[]>} */
export async function runCase(test, client) {
  const begun = performance.now();
  /** Adds the time of a report, and the error of the client's estimate of the server's clock. */
  const stamped = (report) => ({
    ...report,
    at: Math.round(performance.now() - begun),
    ...(report.says === 'clock' && { off_ms: report.server_time - server.now() }),
  });
  client.begin(stamped);
  const server = new ScriptedServer(test, client);
  const address = await server.listen();
  client.tell({ do: 'follow', server: address, meeting_id: 'abc-defg-hij', ...test.client });
  const lateAt = performance.now() + DEADLINE_MS;
  await played(test, client, server, lateAt);
  const stopped = await client.stop();
  await server.close();
  return [
    client.complaint,
    ...server.complaints,
    difference(test, client.reports),
    ackDifference(test, server),
    performance.now() > lateAt && !server.isPlayed
      ? `the script was not played to its end: ${server.streams} streams`
      : '',
    stopped,
  ].filter(Boolean);
}

/**
 * Resolves some time after the script has ended and all expected reports have arrived, or at the time limit.
 */
async function played(test, client, server, lateAt) {
  const isOver = () =>
    performance.now() > lateAt ||
    client.complaint !== undefined ||
    server.complaints.length > 0 ||
    (server.isPlayed && isComplete(test, client.reports) && server.acks.length >= (test.acks ?? []).length);
  while (!isOver()) await Promise.race([client.change(), wait(20)]);
  await wait(test.quiet_ms ?? QUIET_MS);
}

function ackDifference({ acks }, server) {
  if (!acks || matches(acks, server.acks)) return undefined;
  return `the acknowledgements should be ${JSON.stringify(acks)}, and are ${JSON.stringify(server.acks)}`;
}
