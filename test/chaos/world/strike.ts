import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../plan/faults.js';
import { failOver } from './fail-over.js';
import type { Direction, Link } from './link.js';
import type { World } from './world.js';

/** Does a fault and undoes it. Answers whether it truly struck, not whether it was tried. */
export async function strike(world: World, { kind, ms, service, bytes }: Fault): Promise<boolean> {
  const { redis } = world;
  switch (kind) {
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
      return failOver(world, kind === 'failover, writes lost' ? ms : undefined);
    case 'service SIGKILL':
    case 'service SIGTERM':
      return world.services[service]?.restart(kind === 'service SIGKILL' ? 'SIGKILL' : 'SIGTERM') ?? false;
    case 'cut members':
      return cut(world.memberLinks, ms, bytes);
    case 'cut leaders':
      return cut(world.leaderLinks, ms, bytes);
    case 'cut Redis':
      return cut(world.redisLinks.slice(service, service + 1), ms, bytes);
    case 'members hear nothing':
      return silence(world.memberLinks, ms, 'down');
    case 'members are not heard': {
      const struck = silence(world.memberLinks, ms, 'up');
      // Those that are connected have nothing to say; those that come back do.
      world.memberLinks.filter((_, i) => i % 2).forEach((link) => link.cutNow());
      return struck;
    }
    case 'service does not hear Redis':
      return silence(world.redisLinks.slice(service, service + 1), ms, 'down');
    case 'Redis does not hear service':
      return silence(world.redisLinks.slice(service, service + 1), ms, 'up');
    default:
      return kind satisfies never;
  }
}

/** Each link at a byte of its own, so that frames and answers break off at different places. */
async function cut(links: readonly Link[], ms: number, bytes: number): Promise<boolean> {
  links.forEach((link, i) => link.cutAfter((bytes * (i + 1) * 7) % 701));
  await delay(ms);
  return links.map((link) => link.endCut()).some((count) => count > 0);
}

async function silence(links: readonly Link[], ms: number, direction: Direction): Promise<boolean> {
  for (const link of links) link.silence(direction);
  await delay(ms);
  return links.map((link) => link.heal(direction)).some((held) => held > 0);
}
