import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.js';
import type { ClusterFault, Fault } from '../plan/faults.js';
import type { ClusterNode, ClusterStore } from './cluster-store.js';

/** After a failed election the Cluster waits twice the node timeout before the next. */
const PROMOTED_WITHIN_MS = 30_000;
const KEYS_AT_ONCE = 100;

/** Strikes the node that has the meeting's slot, then waits until the Cluster is whole again. */
export async function strikeCluster(cluster: ClusterStore, { kind, meeting, ms }: Fault): Promise<boolean> {
  const owner = await cluster.ownerOf(meeting);
  switch (kind as ClusterFault) {
    case 'master SIGKILL':
      await owner.server.kill();
      await until('a replica to take over', () => isReplaced(cluster, owner, meeting), PROMOTED_WITHIN_MS);
      await delay(ms / 2);
      await owner.server.run();
      break;
    case 'node SIGSTOP':
      owner.server.freeze();
      await delay(ms);
      owner.server.thaw();
      break;
    case 'CLUSTER FAILOVER': {
      const replica = (await cluster.nodes()).find(({ masterId }) => masterId === owner.id);
      if (!replica) return false;
      await cluster.askNode(replica, (redis) => redis.call('CLUSTER', 'FAILOVER'));
      // Redis gives up a manual failover after 5 s if the nodes are busy.
      return until('it to take over', () => isReplaced(cluster, owner, meeting), PROMOTED_WITHIN_MS).catch(
        () => false,
      );
    }
    case 'slot migration':
      await migrate(cluster, owner, meeting, ms);
      break;
    default:
      throw new Error(`${kind} is no fault of a Cluster`);
  }
  await cluster.whole();
  return true;
}

async function isReplaced(cluster: ClusterStore, { id }: ClusterNode, meeting: string): Promise<boolean> {
  return (await cluster.ownerOf(meeting)).id !== id;
}

/**
 * Moves the slot of a meeting to another master while commands run, as `redis-cli --cluster reshard` does.
 * For a while, some keys are on each node, and new keys only on the target.
 */
async function migrate(cluster: ClusterStore, from: ClusterNode, meeting: string, ms: number): Promise<void> {
  const slot = await cluster.slotOf(meeting);
  const masters = (await cluster.nodes()).filter(({ isMaster, slots }) => isMaster && slots.length > 0);
  const to = masters.find(({ id }) => id !== from.id);
  if (!to) throw new Error('there is no other master');
  await cluster.askNode(to, (redis) => redis.cluster('SETSLOT', slot, 'IMPORTING', from.id));
  await cluster.askNode(from, (redis) => redis.cluster('SETSLOT', slot, 'MIGRATING', to.id));
  for (;;) {
    const keys = await cluster.askNode(from, (redis) => redis.cluster('GETKEYSINSLOT', slot, KEYS_AT_ONCE));
    if (keys.length === 0) break;
    const half = keys.slice(0, Math.ceil(keys.length / 2));
    const target = ['127.0.0.1', to.server.port, '', 0, 1_000] as const;
    await cluster.askNode(from, (redis) => redis.call('MIGRATE', ...target, 'KEYS', ...half));
    await delay(ms / 20);
  }
  for (const node of [to, from]) {
    await cluster.askNode(node, (redis) => redis.cluster('SETSLOT', slot, 'NODE', to.id));
  }
}
