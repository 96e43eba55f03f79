import { mkdtemp, rm } from 'node:fs/promises';
import type { NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { until } from '../../support/until.js';
import { ask } from './ask.js';
import { Child } from './child.js';
import type { Teardown } from './teardown.js';

const COMMAND = process.env['REDIS_SERVER'] ?? 'redis-server';

/** Long, because the speed of a busy machine is not under test. */
const START_MS = 60_000;

/** A redis-server for this run, on a Unix socket in its own folder, so that no port can clash. */
export class RedisProcess {
  private child: Child | undefined;

  private constructor(private readonly folder: string) {}

  static async start(teardown: Teardown): Promise<RedisProcess> {
    const redis = new RedisProcess(await mkdtemp(join(tmpdir(), 'kyukei-chaos-redis-')));
    teardown.add(() => rm(redis.folder, { recursive: true, force: true }));
    teardown.add(() => redis.kill());
    await redis.run();
    return redis;
  }

  get address(): NetConnectOpts {
    return { path: join(this.folder, 'socket') };
  }

  async run(): Promise<void> {
    const place = ['--port', '0', '--unixsocket', join(this.folder, 'socket'), '--dir', this.folder];
    const durable = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
    const quick = ['--repl-diskless-sync-delay', '0', '--enable-debug-command', 'yes'];
    const child = new Child(COMMAND, [...place, ...durable, ...quick], { cwd: this.folder });
    this.child = child;
    await until(
      'redis-server to answer',
      async () => {
        if (!child.running) throw new Error(`redis-server exited: ${child.output}`);
        await this.ask((redis) => redis.ping());
        return true;
      },
      START_MS,
    );
  }

  /** Resolves to whether the process was alive. */
  kill(): Promise<boolean> {
    return this.child?.kill() ?? Promise.resolve(false);
  }

  async loseData(): Promise<void> {
    await rm(join(this.folder, 'appendonlydir'), { recursive: true, force: true });
  }

  freeze(): boolean {
    return this.child?.signal('SIGSTOP') ?? false;
  }

  thaw(): boolean {
    return this.child?.signal('SIGCONT') ?? false;
  }

  /** Asks over a connection that no fault affects. */
  ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    return ask({ path: join(this.folder, 'socket') }, question);
  }
}
