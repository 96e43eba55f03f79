import type { Redis } from 'ioredis';
import { RedisCluster } from '../../support/redis-cluster.js';
import type { RedisServer } from '../../support/redis-server.js';
import { until } from '../../support/until.js';
import type { Fault } from '../plan/faults.js';
import { ask } from './ask.js';
import { strikeCluster } from './cluster-faults.js';
import { Link } from './link.js';
import type { Store } from './store.js';
import type { Teardown } from './teardown.js';

/** A failover needs time to detect the dead node, to elect a master, and to copy all data to a replica. */
const WHOLE_WITHIN_MS = 30_000;
/** A node that hangs must not hang the run. */
const ANSWER_MS = 1_000;

interface Way {
  /** The link whose port the node announces. */
  readonly link: Link;
  /** The port on which the node itself listens. */
  readonly port: () => number | undefined;
}

/** A node, as listed by CLUSTER NODES of another node. */
export interface ClusterNode {
  readonly server: RedisServer;
  readonly id: string;
  readonly isMaster: boolean;
  /** Set for a replica: the id of its master. */
  readonly masterId: string;
  readonly slots: readonly (readonly [number, number])[];
}

/**
 * Three masters and three replicas. Each node announces the port of a link, so services and replicas reach it
 * only over the link. The Cluster bus and the run's own questions bypass the links.
 */
export class ClusterStore implements Store {
  /** The link and port of each node. */
  private readonly ways: Way[] = [];
  private cluster!: RedisCluster;

  static async start(teardown: Teardown): Promise<ClusterStore> {
    const store = new ClusterStore();
    store.cluster = await RedisCluster.start(teardown, {
      replicas: 1,
      serverOptions: async (port) => {
        const link = await Link.open(teardown, () => {
          const target = port();
          return target === undefined ? undefined : { host: '127.0.0.1', port: target };
        });
        store.ways.push({ link, port });
        // By default a diskless copy waits 5 s for further replicas.
        return ['--cluster-announce-port', String(link.port), '--repl-diskless-sync-delay', '0'];
      },
    });
    await store.whole();
    return store;
  }

  settingsFor(service: number): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve({
      REDIS_CLUSTER: this.ways.map(({ link }) => `127.0.0.1:${link.port}`).join(','),
      // Processes with an even index announce on both channels, the others on the sharded one only.
      REDIS_CLUSTER_CLASSIC_CHANNEL: service % 2 === 0 ? 'on' : 'off',
    });
  }

  linksOf(service: number): readonly Link[] {
    return this.ways.slice(service, service + 1).map(({ link }) => link);
  }

  async ask<T>(meeting: string, question: (redis: Redis) => Promise<T>): Promise<T> {
    return this.askNode(await this.ownerOf(meeting), question);
  }

  strike(fault: Fault): Promise<boolean> {
    return strikeCluster(this, fault);
  }

  askNode<T>({ server }: Pick<ClusterNode, 'server'>, question: (redis: Redis) => Promise<T>): Promise<T> {
    return ask({ host: '127.0.0.1', port: server.port, commandTimeout: ANSWER_MS }, question);
  }

  /** All nodes, as reported by the first node that answers. */
  async nodes(): Promise<ClusterNode[]> {
    const text = await this.askAny((redis) => redis.cluster('NODES') as Promise<string>);
    return text.split('\n').flatMap((line) => {
      const [id = '', address = '', flags = '', masterId = '', , , , , ...slots] = line.split(' ');
      const port = Number(/:(\d+)@/.exec(address)?.[1]);
      const way = this.ways.find(({ link }) => link.port === port);
      const server = this.cluster.nodes.find((known) => known.port === way?.port());
      const ranges = slots.filter((range) => /^\d/.test(range)).map((range) => range.split('-').map(Number));
      const owned = ranges.map(([first = 0, last = first]) => [first, last] as const);
      return server ? [{ server, id, isMaster: flags.includes('master'), masterId, slots: owned }] : [];
    });
  }

  slotOf(meeting: string): Promise<number> {
    return this.askAny((redis) => redis.cluster('KEYSLOT', `meeting:${meeting}`));
  }

  async ownerOf(meeting: string): Promise<ClusterNode> {
    const slot = await this.slotOf(meeting);
    return until('the slot to have an owner', async () =>
      (await this.nodes()).find(({ slots }) => slots.some(([first, last]) => first <= slot && slot <= last)),
    );
  }

  /** Resolves when every slot is served and every master has an up-to-date replica. */
  async whole(): Promise<void> {
    await until('the Cluster to be whole', () => this.isWhole(), WHOLE_WITHIN_MS);
  }

  private async isWhole(): Promise<boolean> {
    const states = await Promise.all(
      this.cluster.nodes.map((server) =>
        this.askNode({ server }, async (redis) => [
          await redis.cluster('INFO'),
          await redis.info('replication'),
        ]),
      ),
    );
    const masters = states.filter(([, replication = '']) => replication.includes('role:master'));
    return (
      masters.length * 2 === states.length &&
      masters.every(([, replication = '']) => replication.includes('state=online')) &&
      states.every(
        ([info = '', replication = '']) =>
          info.includes('cluster_state:ok') && !replication.includes('link_status:down'),
      )
    );
  }

  /** Asks the first node that answers, as any node may be away. */
  private askAny<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    return Promise.any(this.cluster.nodes.map((server) => this.askNode({ server }, question)));
  }
}
