import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Starts a real `redis-server` with its AOF on, for the measurements; the tests use redis-server.ts. */
export class Redis {
  constructor(port, folder) {
    this.port = port;
    this.folder = folder;
  }

  async start() {
    const options = [
      '--port',
      this.port,
      '--bind',
      '127.0.0.1',
      '--dir',
      this.folder,
      '--appendonly',
      'yes',
      '--save',
      '',
    ];
    this.process = spawn('redis-server', options.map(String), { stdio: 'ignore' });
    while (!(await reachable(this.port))) await delay(20);
  }

  signal(name) {
    this.process.kill(name);
  }

  async kill() {
    this.signal('SIGKILL');
    await once(this.process, 'exit');
  }
}

export function reachable(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
  });
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
