import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { RedisServer, type Undo } from './redis-server.js';
import { until } from './until.js';

const run = promisify(execFile);

interface Output {
  readonly stdout?: string;
}

const MASTERS = 3;

/**
 * After this silence a node counts as failed. Set only after `create`: it introduces each node once, and waits
 * for ever for one whose handshake takes longer than this.
 */
const NODE_TIMEOUT_MS = 1_000;

/** Bounds `redis-cli`, which waits without end. */
const CLI_MS = 40_000;

/** Options for TLS: additional arguments of the nodes and of `redis-cli`. */
export interface ClusterTls {
  readonly server: readonly string[];
  readonly cli: readonly string[];
}

interface ClusterOptions {
  /** Number of replicas of each master. */
  readonly replicas?: number;
  /** Further options of each node's redis-server; `port` is known once the server runs. */
  readonly serverOptions?: (port: () => number | undefined) => Promise<readonly string[]>;
  readonly tls?: ClusterTls;
}

/** Whether the server is Redis 7 or later. */
export async function hasShardedChannels(node: RedisServer): Promise<boolean> {
  return ((await node.client().call('COMMAND', 'INFO', 'SPUBLISH')) as unknown[])[0] !== null;
}

/** A real Redis Cluster of three masters and their replicas. */
export class RedisCluster {
  private constructor(
    readonly nodes: readonly RedisServer[],
    /** In the order in which the nodes were created. */
    readonly addresses: readonly string[],
    private readonly tls: ClusterTls | undefined,
  ) {}

  static async start(
    cleanup: Undo,
    { replicas = 0, serverOptions = () => Promise.resolve([]), tls }: ClusterOptions = {},
  ): Promise<RedisCluster> {
    const options = [
      '--cluster-enabled',
      'yes',
      '--cluster-require-full-coverage',
      'no',
      '--repl-diskless-sync-delay',
      '0',
      '--repl-ping-replica-period',
      '1',
      ...(tls?.server ?? []),
    ];
    const count = MASTERS * (1 + replicas);
    const nodes: RedisServer[] = [];
    const ports: number[] = [];
    await Promise.all(
      Array.from({ length: count }, async (_, node) => {
        const tlsPort = tls && (await RedisServer.prepare(cleanup)).port;
        const others = await serverOptions(() => nodes[node]?.port);
        const encrypted = tlsPort ? ['--tls-port', String(tlsPort)] : [];
        const server = await RedisServer.start(cleanup, [...options, ...encrypted, ...others]);
        nodes[node] = server;
        ports[node] = tlsPort ?? server.port;
      }),
    );
    const addresses = ports.map((port) => `127.0.0.1:${port}`);
    const cluster = new RedisCluster(nodes, addresses, tls);
    await cluster.cli(
      'create',
      ...cluster.addresses,
      '--cluster-replicas',
      String(replicas),
      '--cluster-yes',
    );
    for (const node of nodes) {
      const client = node.client();
      await client.config('SET', 'cluster-node-timeout', NODE_TIMEOUT_MS);
      client.disconnect();
    }
    for (const node of nodes) {
      const client = node.client();
      await until('the cluster to be whole', async () => {
        const info = await client.cluster('INFO');
        return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${count}`);
      });
      // A replica can take over only after its first synchronisation.
      await until('a replica to have caught up', async () =>
        /role:master|master_link_status:up/.test(await client.info('replication')),
      );
      // A service that connects before this would not know a replica.
      await until('every node to be listed', async () => {
        const slots = (await client.cluster('SLOTS')).map(([, , ...listed]) => listed);
        return new Set(slots.flat().map(([, , id]) => id)).size === count;
      });
      client.disconnect();
    }
    return cluster;
  }

  /**
   * Moves the slot of a key to the next master while it is in use, in the steps of `redis-cli --cluster
   * reshard`.
   */
  async moveSlotOf(key: string): Promise<void> {
    const { slot, source, target, targetId } = await this.beginToMoveSlotOf(key);
    // One key at a time, so that commands meanwhile find some keys on each master.
    const from = source.client();
    for (;;) {
      const keys = await from.cluster('GETKEYSINSLOT', slot, 1);
      if (keys.length === 0) break;
      await from.call('MIGRATE', '127.0.0.1', target.port, '', 0, 5_000, 'KEYS', ...keys);
    }
    for (const node of [target, source, ...this.nodes])
      await node.client().call('CLUSTER', 'SETSLOT', slot, 'NODE', targetId);
  }

  /** Tells both masters of the move. All keys stay, but a command for a missing key is redirected (`ASK`). */
  async beginToMoveSlotOf(key: string) {
    const clients = this.nodes.map((node) => node.client());
    const ids = await Promise.all(clients.map((client) => client.cluster('MYID')));
    const slot = Number(await clients[0]?.cluster('KEYSLOT', key));
    const ranges = (await clients[0]?.cluster('SLOTS')) ?? [];
    const owner = ranges.find(([first, last]) => first <= slot && slot <= last)?.[2];
    const from = ids.indexOf(owner?.[2] ?? '');
    const to = (from + 1) % ids.length;
    const [source, target, sourceId, targetId] = [this.nodes[from], this.nodes[to], ids[from], ids[to]];
    if (!source || !target || !sourceId || !targetId) throw new Error(`no master has the slot of ${key}`);
    await clients[to]?.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', sourceId);
    await clients[from]?.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', targetId);
    clients.forEach((client) => client.disconnect());
    return { slot, source, target, targetId };
  }

  /** Number of answers of all nodes with one of these errors, such as `ASK|TRYAGAIN`. */
  async timesAnswered(errors: string): Promise<number> {
    const stats = await Promise.all(this.nodes.map((node) => node.client().info('errorstats')));
    const counts = stats.join('\n').matchAll(new RegExp(`errorstat_(?:${errors}):count=(\\d+)`, 'g'));
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** `redis-cli --cluster …` */
  async cli(...args: string[]): Promise<void> {
    try {
      await run('redis-cli', [...(this.tls?.cli ?? []), '--cluster', ...args], { timeout: CLI_MS });
    } catch (error) {
      throw new Error(`redis-cli failed, or took ${CLI_MS} ms:\n${(error as Output).stdout ?? ''}`, {
        cause: error,
      });
    }
  }
}
