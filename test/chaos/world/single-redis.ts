import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Fault, RedisFault } from '../plan/faults.js';
import { failOver } from './fail-over.js';
import { Link } from './link.js';
import { RedisProcess } from './redis.js';
import type { Store } from './store.js';
import type { Teardown } from './teardown.js';

/** One Redis, with a link from each service. A failover replaces the server behind the links. */
export class SingleRedis implements Store {
  readonly links: Link[] = [];

  private constructor(
    readonly teardown: Teardown,
    public redis: RedisProcess,
  ) {}

  static async start(teardown: Teardown): Promise<SingleRedis> {
    return new SingleRedis(teardown, await RedisProcess.start(teardown));
  }

  async settingsFor(service: number): Promise<Readonly<Record<string, string>>> {
    const link = await Link.open(this.teardown, () => this.redis.address);
    this.links[service] = link;
    return { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(link.port) };
  }

  linksOf(service: number): readonly Link[] {
    return this.links.slice(service, service + 1);
  }

  ask<T>(_: string, question: (redis: Redis) => Promise<T>): Promise<T> {
    return this.redis.ask(question);
  }

  async strike({ kind, ms }: Fault): Promise<boolean> {
    const { redis } = this;
    switch (kind as RedisFault) {
      case 'CLIENT KILL TYPE pubsub':
        return (await redis.ask((client) => client.call('CLIENT', 'KILL', 'TYPE', 'pubsub'))) !== 0;
      case 'CLIENT KILL TYPE normal':
        return (await redis.ask((client) => client.call('CLIENT', 'KILL', 'TYPE', 'normal'))) !== 0;
      case 'redis SIGSTOP': {
        const struck = redis.freeze();
        await delay(ms);
        redis.thaw();
        return struck;
      }
      case 'redis SIGKILL, data kept':
      case 'redis SIGKILL, data lost': {
        const struck = await redis.kill();
        if (kind === 'redis SIGKILL, data lost') await redis.loseData();
        await delay(ms / 2);
        await redis.run();
        return struck;
      }
      case 'DEBUG SLEEP':
        await redis.ask((client) => client.call('DEBUG', 'SLEEP', String(ms / 1_000)));
        return true;
      case 'FLUSHALL':
        return redis.ask(async (client) => (await client.dbsize()) > 0 && Boolean(await client.flushall()));
      case 'out of memory':
        return redis.ask(async (client) => {
          await client.config('SET', 'maxmemory', '1');
          const refused = await client.set('kyukei-chaos', '').catch(String);
          await delay(ms);
          await client.config('SET', 'maxmemory', '0');
          return refused.includes('OOM');
        });
      case 'failover':
      case 'failover, writes lost':
        return failOver(this, kind === 'failover, writes lost' ? ms : undefined);
      default:
        throw new Error(`${kind} is no fault of one Redis`);
    }
  }
}
