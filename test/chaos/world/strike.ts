import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../plan/faults.js';
import { strikeContent } from './content.js';
import type { Direction, Link } from './link.js';
import type { World } from './world.js';

/** Causes a fault and ends it. Resolves to whether it had an effect, not only whether it was tried. */
export async function strike(world: World, fault: Fault): Promise<boolean> {
  const { kind, ms, service, bytes } = fault;
  const redisLinks = world.store.linksOf(service);
  switch (kind) {
    case 'service SIGKILL':
    case 'service SIGTERM':
      return world.services[service]?.restart(kind === 'service SIGKILL' ? 'SIGKILL' : 'SIGTERM') ?? false;
    case 'roll forward':
    case 'roll back':
      return (
        world.services[service]?.roll(kind === 'roll forward' ? world.builds.head : world.lastRelease) ??
        false
      );
    case 'later notice':
    case 'damaged entry':
    case 'key of another type':
      return strikeContent(world, fault);
    case 'cut members':
      return cut(world.memberLinks, ms, bytes);
    case 'cut leaders':
      return cut(world.leaderLinks, ms, bytes);
    case 'cut Redis':
      return cut(redisLinks, ms, bytes);
    case 'members hear nothing':
      return silence(world.memberLinks, ms, 'down');
    case 'members are not heard': {
      const struck = silence(world.memberLinks, ms, 'up');
      // Connected members send nothing. Cutting every second link makes those members send a new request.
      world.memberLinks.filter((_, i) => i % 2).forEach((link) => link.cutNow());
      return struck;
    }
    case 'service does not hear Redis':
      return silence(redisLinks, ms, 'down');
    case 'Redis does not hear service':
      return silence(redisLinks, ms, 'up');
    default:
      return world.store.strike(fault);
  }
}

/**
 * Each link is cut after another number of bytes, so that frames and answers break off at different places.
 */
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
