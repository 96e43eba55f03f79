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

/** A failover takes the time in which a node is found dead, an election, and a full copy of the data. */
const WHOLE_WITHIN_MS = 30_000;
/** A node that hangs must not hang the run. */
const ANSWER_MS = 1_000;

interface Way {
  /** Its port is the one that the node announces. */
  readonly link: Link;
  /** The node's own. */
  readonly port: () => number | undefined;
}

/** A node as CLUSTER NODES of another one has it. */
export interface ClusterNode {
  readonly server: RedisServer;
  readonly id: string;
  readonly isMaster: boolean;
  /** Of a replica: its master's id. */
  readonly masterId: string;
  readonly slots: readonly (readonly [number, number])[];
}

/**
 * Three masters and three replicas. Each node announces the port of a link that leads to it: to services and replicas it is
 * only there; the nodes' own talk goes past the links, and so do the questions of the run.
 */
export class ClusterStore implements Store {
  /** The way to each node. */
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
        // Diskless copies wait 5 s for more replicas to want one.
        return ['--cluster-announce-port', String(link.port), '--repl-diskless-sync-delay', '0'];
      },
    });
    await store.whole();
    return store;
  }

  settingsFor(service: number): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve({
      REDIS_CLUSTER: this.ways.map(({ link }) => `127.0.0.1:${link.port}`).join(','),
      // What one process commits is announced on both channels, what the other one commits on the sharded one only.
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

  /** All nodes, as the first one that answers knows them. */
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

  /** Every slot is served, every master has its replica, and every replica has all that its master has. */
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

  /** The first node that answers: any may be away. */
  private askAny<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    return Promise.any(this.cluster.nodes.map((server) => this.askNode({ server }, question)));
  }
}
