import { connect } from 'node:net';
import { freePort, HOST, launch, stop } from './launch.mjs';
import { openFilesLimit } from './usage.mjs';

/** Starts a real Redis on its own port, without persistence. */
export async function startRedis() {
  const port = await freePort();
  const program = await launch(
    'redis-server',
    [
      ...['--port', port, '--bind', HOST, '--save', '', '--appendonly', 'no', '--dir', '/tmp'],
      ...['--maxclients', openFilesLimit() - 100, '--tcp-backlog', 4096],
    ].map(String),
    { port },
  );
  return { pid: program.pid, port, stop: () => stop(program), commands: () => commands(port) };
}

/** The number of commands that Redis has run, including commands inside scripts. */
async function commands(port) {
  const text = await new Promise((resolve, reject) => {
    const socket = connect(port, HOST, () => socket.end('INFO commandstats\r\nQUIT\r\n'));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk)).on('error', reject);
    socket.on('close', () => resolve(answer));
  });
  return [...text.matchAll(/calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0);
}
