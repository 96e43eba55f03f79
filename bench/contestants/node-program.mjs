import { tmpdir } from 'node:os';
import { observed } from '../processes/ask.mjs';
import { freePort, HOST, launch, stop } from '../processes/launch.mjs';

/** Starts a Node program that listens on `HOST` and `PORT`. It runs in a directory without a `.env` file. */
export async function startNode(main, { env = {}, how = {}, also } = {}) {
  const port = await freePort();
  const flags = [...(how.observed ? observed : []), ...(how.nodeFlags ?? [])];
  const settings = { HOST, PORT: String(port), ...env };
  const place = { port, env: settings, cwd: tmpdir(), cgroup: how.cgroup };
  const program = await launch(process.execPath, [...flags, main], place);
  return { port, program, redis: also, stop: () => stop(program).then(() => also?.stop()) };
}
