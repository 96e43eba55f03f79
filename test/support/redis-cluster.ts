import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { RedisServer, type Undo } from './redis-server.js';
import { until } from './until.js';

const run = promisify(execFile);

const MASTERS = 3;

/** How a Cluster is encrypted: what its nodes and `redis-cli` are started with beside their ports. */
export interface ClusterTls {
  readonly server: readonly string[];
  readonly cli: readonly string[];
}

interface ClusterOptions {
  /** Of each master. */
  readonly replicas?: number;
  /** Of each node's redis-server, beside those of a Cluster; `port` is known once the server runs. */
  readonly serverOptions?: (port: () => number | undefined) => Promise<readonly string[]>;
  readonly tls?: ClusterTls;
}

/** A real Redis Cluster of three masters, and of their replicas. */
export class RedisCluster {
  private constructor(
    readonly nodes: readonly RedisServer[],
    /** As its nodes are created. */
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
      '--cluster-node-timeout',
      '1000',
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
      await until('the cluster to be whole', async () => {
        const info = await client.cluster('INFO');
        return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${count}`);
      });
      // A replica that has nothing yet cannot take over.
      await until('a replica to have caught up', async () =>
        /role:master|master_link_status:up/.test(await client.info('replication')),
      );
      client.disconnect();
    }
    return cluster;
  }

  /** `redis-cli --cluster …` */
  async cli(...args: string[]): Promise<void> {
    await run('redis-cli', [...(this.tls?.cli ?? []), '--cluster', ...args]);
  }
}
