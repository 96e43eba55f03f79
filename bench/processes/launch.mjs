import { spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { CONTESTANT_CORE } from './cores.mjs';

/** A shell command that joins the cgroup and then executes the contestant in its place. */
const ENTER = ['sh', '-c', 'echo $$ > "$0" && exec "$@"'];

/** Loopback only: neither the contestants nor the load generator use the network. */
export const HOST = '127.0.0.1';

const START_WITHIN_MS = 60_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

process.on('exit', () => running.forEach(kill));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));

/**
 * Starts a process on the contestants' core; resolves when the process listens on `port`.
 * The process gets only the environment variables listed here, so that settings of the shell do not influence
 * it. Its output is kept, for the error message when it fails to start and for `ask` (ask.mjs). With `cgroup`,
 * the process runs in the cgroup from the start.
 */
export async function launch(command, args, { port, env = {}, cwd, cgroup } = {}) {
  const enter = cgroup ? [...ENTER, cgroup.procs] : [];
  const child = spawn('taskset', ['-c', String(CONTESTANT_CORE), ...enter, command, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that its children are killed with it.
    detached: true,
  });
  running.add(child);
  const program = { pid: child.pid, child, printed: '' };
  const keep = (chunk) => (program.printed = (program.printed + chunk).slice(-20_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => keep(String(error)));
  child.on('exit', () => running.delete(child));
  for (const giveUpAt = Date.now() + START_WITHIN_MS; !(await listens(port));) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      kill(child);
      throw new Error(`${command} did not start:\n${program.printed}`);
    }
    await sleep(50);
  }
  return program;
}

/** Kills a process and its children, without a graceful shutdown: their state is no longer needed. */
export async function stop({ child }) {
  if (!running.has(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  kill(child);
  await ended;
}

export async function freePort() {
  const server = createServer().listen(0, HOST);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function kill({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    const answer = (is) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}
