import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.js';
import { Link } from './link.js';
import { RedisProcess } from './redis.js';
import type { SingleRedis } from './single-redis.js';

/** The longest replication lag: Redis acknowledges the writes within it, and then loses them. */
const BEHIND_MS = 250;

/**
 * The master dies and a replica is promoted; the links lead to the promoted one, as an address does that
 * Sentinel or a cloud moves. With `behindMs` the replica lacks the last writes, as asynchronous replication
 * allows.
 */
export async function failOver(store: SingleRedis, behindMs?: number): Promise<boolean> {
  const master = store.redis;
  const replication = await Link.open(store.teardown, () => master.address);
  const replica = await RedisProcess.start(store.teardown);
  await replica.ask((client) => client.replicaof('127.0.0.1', replication.port));
  await until('the replica to be in step', async () => {
    const replicated = await offset(replica, 'slave_repl_offset');
    return replicated > 0 && (behindMs !== undefined || replicated >= (await pausedOffset(master)));
  });
  if (behindMs !== undefined) {
    replication.silence('down');
    await delay(Math.min(behindMs, BEHIND_MS));
  }
  const lost = (await offset(master, 'master_repl_offset')) - (await offset(replica, 'slave_repl_offset'));
  const struck = await master.kill();
  replication.cutNow();
  await replica.ask((client) => client.call('REPLICAOF', 'NO', 'ONE'));
  store.redis = replica;
  store.links.forEach((link) => link.cutNow());
  return struck && (behindMs === undefined || lost > 0);
}

/**
 * Pauses writes, so that the master acknowledges none that the replica lacks, and returns its replication
 * offset.
 */
async function pausedOffset(master: RedisProcess): Promise<number> {
  await master.ask((client) => client.call('CLIENT', 'PAUSE', '10000', 'WRITE'));
  return offset(master, 'master_repl_offset');
}

async function offset(redis: RedisProcess, name: string): Promise<number> {
  const info = await redis.ask((client) => client.info('replication'));
  if (name === 'slave_repl_offset' && !info.includes('master_link_status:up')) return 0;
  return Number(new RegExp(`${name}:(\\d+)`).exec(info)?.[1] ?? 0);
}
