/**
 * The machine moves from one network to another. Runs in a network namespace (`unshare --net`, see main.ts):
 * the browsers are at one end of a virtual cable (veth), and the way to the service is at the other.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Undo } from '../../support/redis-server.js';
import { until } from '../../support/until.js';
import type { World } from '../world.js';
import { wait, type Stage, type StageOptions } from './stage.js';

const SERVER = '10.77.0.1';
const PORT = 8000;
const [BEFORE, AFTER] = ['10.77.0.2/24', '10.77.0.3/24'];

const ip = (...args: string[]) => execFileSync('ip', args);

function arrive(address: string): void {
  ip('address', 'add', address, 'dev', 'cable');
  ip('link', 'set', 'cable', 'up');
  ip('route', 'add', 'default', 'via', SERVER);
}

/**
 * Accepts connections at the far end of the cable and forwards them to a Unix socket, which is reachable from
 * every network.
 */
const FAR_END = `
  const { connect, createServer } = require('node:net');
  createServer((client) => {
    const target = connect(process.argv[1]);
    client.pipe(target).pipe(client);
    for (const one of [client, target]) one.on('error', () => undefined);
  }).listen(${PORT}, '0.0.0.0', () => console.log('ready'));
`;

async function layCable(undo: Undo, world: World): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'kyukei-cable-'));
  undo.add(() => rmSync(folder, { recursive: true }));
  const socket = join(folder, 'socket');
  const near = createServer((far) => {
    const target = connect(Number(new URL(world.service.url).port), '127.0.0.1');
    far.pipe(target).pipe(far);
    for (const one of [far, target]) one.on('error', () => undefined);
  }).listen(socket);
  undo.add(() => near.close());
  const far = spawn('unshare', ['--net', process.execPath, '-e', FAR_END, socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  undo.add(() => far.kill());
  await once(far.stdout, 'data');
  const within = (...args: string[]) =>
    execFileSync('nsenter', ['--net', '--target', String(far.pid), 'ip', ...args]);
  ip('link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'far', 'netns', String(far.pid));
  within('address', 'add', `${SERVER}/24`, 'dev', 'far');
  within('link', 'set', 'far', 'up');
  arrive(BEFORE);
  const url = `http://${SERVER}:${PORT}`;
  await until('the service over the cable', async () => (await fetch(`${url}/health`)).ok);
  return url;
}

export const otherAddress = {
  options: (undo: Undo): StageOptions => ({ server: (world) => layCable(undo, world) }),

  /** For some seconds the machine has neither cable nor address. The break is called in that time. */
  trouble: async ({ leader }: Stage, seconds: number): Promise<number> => {
    ip('link', 'set', 'cable', 'down');
    ip('address', 'delete', BEFORE, 'dev', 'cable');
    await wait(seconds / 2);
    await leader.rest('during');
    await wait(seconds / 2);
    arrive(AFTER);
    return Date.now();
  },
};
