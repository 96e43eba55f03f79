import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Cleanup } from './cleanup.js';
import { RedisServer } from './redis-server.js';
import { until } from './until.js';

const run = promisify(execFile);

/** A real Redis Cluster of three masters. */
export class RedisCluster {
  private constructor(readonly nodes: readonly RedisServer[]) {}

  static async start(cleanup: Cleanup): Promise<RedisCluster> {
    const options = [
      '--cluster-enabled',
      'yes',
      '--cluster-node-timeout',
      '1000',
      '--cluster-require-full-coverage',
      'no',
    ];
    const nodes = await Promise.all([1, 2, 3].map(() => RedisServer.start(cleanup, options)));
    const cluster = new RedisCluster(nodes);
    await cluster.cli('create', ...cluster.addresses, '--cluster-yes');
    for (const node of nodes) {
      const client = node.client();
      await until('the cluster to be whole', async () =>
        (await client.cluster('INFO')).includes('cluster_state:ok'),
      );
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
