import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { RedisServer, type Undo } from './redis-server.js';
import { until } from './until.js';

const run = promisify(execFile);

const MASTERS = 3;

interface ClusterOptions {
  /** Of each master. */
  readonly replicas?: number;
  /** Of each node's redis-server, beside those of a Cluster; `port` is known once the server runs. */
  readonly serverOptions?: (port: () => number | undefined) => Promise<readonly string[]>;
}

/** A real Redis Cluster of three masters, and of their replicas. */
export class RedisCluster {
  private constructor(readonly nodes: readonly RedisServer[]) {}

  static async start(
    cleanup: Undo,
    { replicas = 0, serverOptions = () => Promise.resolve([]) }: ClusterOptions = {},
  ): Promise<RedisCluster> {
    const options = [
      '--cluster-enabled',
      'yes',
      '--cluster-node-timeout',
      '1000',
      '--cluster-require-full-coverage',
      'no',
    ];
    const nodes: RedisServer[] = [];
    await Promise.all(
      Array.from({ length: MASTERS * (1 + replicas) }, async (_, node) => {
        const others = await serverOptions(() => nodes[node]?.port);
        nodes[node] = await RedisServer.start(cleanup, [...options, ...others]);
      }),
    );
    const cluster = new RedisCluster(nodes);
    await cluster.cli(
      'create',
      ...cluster.addresses,
      '--cluster-replicas',
      String(replicas),
      '--cluster-yes',
    );
    for (const node of nodes) {
      const client = node.client();
      await until('the cluster to be whole', async () =>
        (await client.cluster('INFO')).includes('cluster_state:ok'),
      );
      client.disconnect();
    }
    return cluster;
  }

  get addresses(): string[] {
    return this.nodes.map(({ port }) => `127.0.0.1:${port}`);
  }

  /** `redis-cli --cluster …` */
  async cli(...args: string[]): Promise<void> {
    await run('redis-cli', ['--cluster', ...args]);
  }
}
