import { RedisServer, type Undo } from '../../support/redis-server.js';
import { until } from '../../support/until.js';

const SLOTS = 16_384;

/** Starts a Cluster of `count` masters. `redis-cli --cluster create` requires at least three. */
export async function startMasters(undo: Undo, count: number): Promise<readonly RedisServer[]> {
  const masters = await Promise.all(
    Array.from({ length: count }, () => RedisServer.start(undo, ['--cluster-enabled', 'yes'])),
  );
  for (const [n, master] of masters.entries()) {
    const client = master.client();
    const [first, next] = [n, n + 1].map((share) => Math.floor((share * SLOTS) / count));
    await client.call('CLUSTER', 'ADDSLOTSRANGE', first ?? 0, (next ?? 0) - 1);
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', n + 1);
    await client.call('CLUSTER', 'MEET', '127.0.0.1', masters[0]?.port ?? 0);
  }
  for (const master of masters)
    await until('the Cluster to be whole', async () => {
      const info = await master.client().cluster('INFO');
      return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${count}\r`);
    });
  return masters;
}

/** The work of a master since it started. */
export interface Work {
  readonly cpuMs: number;
  readonly commands: number;
  /** Messages from other masters that carried an announcement to this one. */
  readonly busMessages: number;
}

export async function workOf(master: RedisServer): Promise<Work> {
  const client = master.client();
  const text = `${await client.info()}${await client.cluster('INFO')}`;
  const sum = (pattern: RegExp) =>
    [...text.matchAll(pattern)].reduce((all, [, value]) => all + Number(value), 0);
  return {
    cpuMs: sum(/^used_cpu_(?:sys|user):([\d.]+)/gm) * 1000,
    commands: sum(/^total_commands_processed:(\d+)/gm),
    busMessages: sum(/^cluster_stats_messages_publish(?:shard)?_received:(\d+)/gm),
  };
}
