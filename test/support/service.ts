import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from './cleanup.js';
import { RedisServer } from './redis-server.js';
import { until } from './until.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Generous, because a start is slow while other tests keep the machine busy. */
const START_MS = 40_000;

export type Env = Record<string, string>;

const PLAIN = [process.execPath, MAIN] as const;

/** The command that runs the service in a terminal, as a person does. */
export const IN_TERMINAL = ['script', '-qec', `exec ${PLAIN.join(' ')}`, '/dev/null'] as const;

/** The built service in a process of its own, on a free port, with the given settings only. */
export class Service {
  output = '';
  url = '';

  private constructor(readonly process: ChildProcess) {
    process.stdout?.on('data', (chunk) => (this.output += String(chunk)));
    process.stderr?.on('data', (chunk) => (this.output += String(chunk)));
  }

  /** Starts the process in an empty folder (or `cwd`, for a `.env` file); does not wait for it to listen. */
  static async spawn(
    cleanup: Pick<Cleanup, 'add'>,
    env: Env = {},
    cwd?: string,
    [command, ...args]: readonly [string, ...string[]] = PLAIN,
  ): Promise<Service> {
    const folder = cwd ?? (await mkdtemp(join(tmpdir(), 'kyukei-')));
    const settings = { PATH: process.env['PATH'], NO_COLOR: '1', PORT: '0', HOST: '127.0.0.1', ...env };
    const service = new Service(spawn(command, args, { cwd: folder, env: settings }));
    cleanup.add(async () => {
      await service.stop('SIGKILL');
      if (!cwd) await rm(folder, { recursive: true });
    });
    return service;
  }

  static async start(...how: Parameters<typeof Service.spawn>): Promise<Service> {
    const service = await Service.spawn(...how);
    const [, url] = await until(
      'the service to listen',
      () => {
        if (service.process.exitCode !== null) throw new Error(`it exited:\n${service.output}`);
        return /listening on (\S+),/.exec(service.output);
      },
      START_MS,
    );
    service.url = url ?? '';
    return service;
  }

  /** `start`, and waits until its store answers. */
  static async startReady(cleanup: Cleanup, env?: Env, cwd?: string): Promise<Service> {
    const service = await Service.start(cleanup, env, cwd);
    await ready(service.url);
    return service;
  }

  /** Sends a signal, and resolves with the exit code or the signal that ended the process. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | NodeJS.Signals | null> {
    this.process.kill(signal);
    return this.exited();
  }

  async exited(): Promise<number | NodeJS.Signals | null> {
    const { process } = this;
    if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
    return process.exitCode ?? process.signalCode;
  }
}

/** Starts a Redis, and two processes on it. Use two apps instead if the test does not need processes. */
export async function startTwoProcesses(
  cleanup: Cleanup,
  env: Env = {},
): Promise<{ readonly one: Service; readonly other: Service; readonly redis: RedisServer }> {
  const redis = await RedisServer.start(cleanup);
  const start = () => Service.startReady(cleanup, { ...redis.env, ...env });
  const [one, other] = await Promise.all([start(), start()]);
  return { one, other, redis };
}

/** Waits until the service is ready: its store answers. */
export async function ready(url: string): Promise<void> {
  await until('the service to be ready', async () => (await fetch(`${url}/health/ready`)).ok);
}
