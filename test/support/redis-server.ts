import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { until } from './until.js';

/** Where a test, or what runs without Jest, keeps how to undo what it started. */
export interface Undo {
  add(action: () => unknown): void;
}

const COMMAND = process.env['REDIS_SERVER'] ?? 'redis-server';

const alive = new Set<ChildProcess>();
// Also when an error that nobody caught ends the process before anything is undone.
process.on('exit', () => alive.forEach((server) => server.kill('SIGKILL')));

/** A real redis-server of the test's own, on its own port and folder. Never one that happens to run. */
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

  /** The settings of a service that uses it. */
  get env(): { readonly REDIS_URL: string } {
    return { REDIS_URL: `redis://127.0.0.1:${this.port}` };
  }

  /** A server that does not run yet: its port refuses connections. */
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
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
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

  /** Hangs without closing anything, as a machine that swaps or a long fork does. */
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

  /** Another program's eyes: what `redis-cli` would see. */
  client(): Redis {
    const client = new Redis({ port: this.port, protocol: 2, disconnectTimeout: 100 });
    this.cleanup.add(() => client.disconnect());
    return client;
  }
}

/**
 * redis-server cannot be told to take any port, so it is given one that is free: from this test worker's own tenth of a
 * range below that of outgoing connections, so that nobody takes it in between. (A Cluster adds 10,000 for its own talk.)
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
