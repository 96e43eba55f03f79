import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Cleanup } from './cleanup.js';
import { RedisServer } from './redis-server.js';
import { until } from './until.js';

export const MASTER_NAME = 'breaks';

/** A real master with a replica, and two sentinels that must both agree to a failover. */
export class WatchedRedis {
  private constructor(
    readonly master: RedisServer,
    readonly sentinels: readonly string[],
    private readonly sentinel: Redis,
  ) {}

  static async start(cleanup: Cleanup): Promise<WatchedRedis> {
    const master = await RedisServer.start(cleanup);
    await RedisServer.start(cleanup, ['--replicaof', '127.0.0.1', String(master.port)]);
    const ports = [await startSentinel(cleanup, master.port), await startSentinel(cleanup, master.port)];
    const sentinel = new Redis({ port: ports[0] ?? 0, retryStrategy: () => 50, disconnectTimeout: 100 });
    sentinel.on('error', () => undefined);
    cleanup.add(() => sentinel.disconnect());
    await until('the sentinels to know each other and the replica', async () => {
      const info = (await sentinel.call('SENTINEL', 'MASTER', MASTER_NAME)) as string[];
      const field = (name: string) => info[info.indexOf(name) + 1];
      return field('num-slaves') === '1' && field('num-other-sentinels') === '1';
    });
    return new WatchedRedis(
      master,
      ports.map((port) => `127.0.0.1:${port}`),
      sentinel,
    );
  }

  /** Waits until the replica has all writes so far, because a failover loses the others. */
  async replicated(): Promise<void> {
    await until('the replica to follow', async () => (await this.master.client().wait(1, 1000)) === 1);
  }

  /** Kills the master; resolves when the sentinels have made the replica the new one. */
  async failover(): Promise<void> {
    await this.master.kill();
    await until(
      'the replica to be master',
      async () => {
        const address = await this.sentinel.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER_NAME);
        return (address as string[])[1] !== String(this.master.port);
      },
      30_000,
    );
  }
}

async function startSentinel(cleanup: Cleanup, masterPort: number): Promise<number> {
  const { port } = await RedisServer.prepare(cleanup);
  const folder = await mkdtemp(join(tmpdir(), 'kyukei-sentinel-'));
  const config = join(folder, 'sentinel.conf');
  await writeFile(
    config,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${masterPort} 2`,
      `sentinel down-after-milliseconds ${MASTER_NAME} 1000`,
      `sentinel failover-timeout ${MASTER_NAME} 5000`,
    ].join('\n'),
  );
  const sentinel = spawn(process.env['REDIS_SERVER'] ?? 'redis-server', [config, '--sentinel'], {
    stdio: 'ignore',
  });
  cleanup.add(async () => {
    sentinel.kill('SIGKILL');
    await once(sentinel, 'exit');
    await rm(folder, { recursive: true });
  });
  return port;
}
