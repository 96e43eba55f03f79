import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { until } from './until.js';

/** Collects functions that undo what was started: `Cleanup` in tests, another object without Jest. */
export interface Undo {
  add(action: () => unknown): void;
}

const COMMAND = process.env['REDIS_SERVER'] ?? 'redis-server';

const alive = new Set<ChildProcess>();
// Also after an uncaught error, which ends the process before the cleanup runs.
process.on('exit', () => alive.forEach((server) => server.kill('SIGKILL')));

/** A real redis-server of the test, with its own port and folder. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly cleanup: Undo,
    private readonly options: readonly string[],
  ) {}

  static async start(cleanup: Undo, options: readonly string[] = []): Promise<RedisServer> {
    const server = await RedisServer.prepare(cleanup, options);
    await server.run();
    return server;
  }

  /** The settings for a service on this server. */
  get env(): { readonly REDIS_URL: string } {
    return { REDIS_URL: `redis://127.0.0.1:${this.port}` };
  }

  /** Prepares a server that does not run yet: its port refuses connections. */
  static async prepare(cleanup: Undo, options: readonly string[] = []): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'kyukei-redis-'));
    const server = new RedisServer(await freePort(), folder, cleanup, options);
    cleanup.add(async () => {
      await server.kill();
      await rm(folder, { recursive: true });
    });
    return server;
  }

  async run(): Promise<void> {
    // Redis 6.2 protects itself only if it was told no address.
    const bind = this.options.includes('--protected-mode') ? [] : ['--bind', '127.0.0.1'];
    const place = ['--port', String(this.port), ...bind, '--dir', this.folder];
    const quiet = ['--save', '', '--appendonly', 'no', '--loglevel', 'warning'];
    const server = spawn(COMMAND, [...place, ...quiet, ...this.options], { stdio: 'ignore' });
    this.process = server;
    alive.add(server);
    server.once('exit', () => alive.delete(server));
    await until(`redis-server on port ${String(this.port)}`, async () => {
      if (server.exitCode !== null) throw new Error(`redis-server exited with ${String(server.exitCode)}`);
      const client = new Redis({
        port: this.port,
        lazyConnect: true,
        retryStrategy: () => null,
        disconnectTimeout: 100,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        if ((await client.info('server')).includes(`process_id:${String(server.pid)}\r`)) return true;
      } finally {
        client.disconnect();
      }
      throw new Error('another redis-server answers there');
    });
  }

  /** Suspends the process without closing its connections, as a swapping machine or a long fork does. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const server = this.process;
    this.process = undefined;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  /** A separate client, to see the data as other programs do. */
  client(): Redis {
    const client = new Redis({ port: this.port, protocol: 2, disconnectTimeout: 100 });
    this.cleanup.add(() => client.disconnect());
    return client;
  }
}

/**
 * redis-server cannot choose a free port itself, so it gets one. The port is from this test worker's own
 * tenth of a range below that of outgoing connections, so that no other process takes it meanwhile. (A
 * Cluster adds 10,000 for the port of its bus.)
 */
const PORTS_EACH = 1_000;
const firstPort = 10_000 + (Number(process.env['JEST_WORKER_ID'] ?? 0) % 10) * PORTS_EACH;
let turn = Math.floor(Math.random() * PORTS_EACH);

async function freePort(): Promise<number> {
  const port = firstPort + (turn++ % PORTS_EACH);
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return freePort();
  }
  probe.close();
  await once(probe, 'close');
  return port;
}
