import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Address } from '../config/parsers.js';
import type { RedisConfig } from '../config/store-config.js';
import { namesIn, nodeOptions, type NodeOptions } from './tls.js';

export type ClusterConfig = Extract<RedisConfig, { kind: 'cluster' }>;

/** How often the nodes are asked which nodes there are; else ioredis asks only when a command went wrong. */
const DISCOVER_EVERY_MS = 10_000;

/** The nodes of a Cluster, as it says itself, and as the settings name some. */
export function connectToCluster(config: ClusterConfig, common: RedisOptions, wait: () => number): Cluster {
  const named = config.nodes.map((node) => withTls(node, config));
  // ioredis reads this list whenever it begins anew, so it is kept current: the named nodes may all be gone by then.
  const known: NodeOptions[] = [...named];
  const cluster = new Cluster(known, {
    redisOptions: common,
    enableOfflineQueue: false,
    lazyConnect: true,
    slotsRefreshTimeout: 2_000,
    slotsRefreshInterval: DISCOVER_EVERY_MS,
    clusterRetryStrategy: wait,
    // A certificate is for the name. The address that ioredis would make of it is looked up when it connects, too.
    dnsLookup: (host, done) => done(null, host),
    ...(config.tls ? { natMap: (node: string) => withTls(addressIn(node), config) } : {}),
  });
  cluster.on('refresh', () =>
    known.splice(named.length, Infinity, ...nodesOf(cluster).map((node) => withTls(node, config))),
  );
  return cluster;
}

/**
 * A connection to any one node: classic PUBLISH reaches all. ioredis' own subscriber of a Cluster ignores most options. It moves on to
 * the next node when its own fails, or has left the Cluster and hears nothing any more, among all nodes that the Cluster has.
 */
export function connectToOneOf(cluster: Cluster, config: ClusterConfig, common: RedisOptions): Redis {
  let turn = 0;
  const isNamed = (node: Address) => config.nodes.some((named) => isSame(named, node));
  const move = () => {
    const nodes = nodesOf(cluster).sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
    const candidates = nodes.length > 0 ? nodes : config.nodes;
    const next = candidates[turn++ % candidates.length];
    if (next) Object.assign(subscriber.options, withTls(next, config));
  };
  const subscriber = new Redis({ ...common, enableReadyCheck: false, ...config.nodes[0] });
  subscriber.on('close', move);
  // What the settings call a node may be another name than its own, so the first one is chosen among the Cluster's as well.
  cluster.once('refresh', () => {
    move();
    subscriber.connect().catch(() => undefined);
  });
  cluster.on('refresh', () => {
    const { host = '', port = 0 } = subscriber.options;
    const isMember = nodesOf(cluster).some((node) => isSame(node, { host, port }));
    if (!isMember && subscriber.status === 'ready') subscriber.disconnect(true);
  });
  return subscriber;
}

/**
 * Why a Cluster cannot be reached. ioredis says "Failed to refresh slots cache" and, of the last node, "Connection is closed": what
 * closed it, say a certificate, it keeps to itself. So one more connection is made, and listened to.
 */
export async function causeIn(config: ClusterConfig, common: RedisOptions): Promise<Error | undefined> {
  const [node] = config.nodes;
  if (!node) return undefined;
  const probe = new Redis({
    ...common,
    ...withTls(node, config),
    lazyConnect: true,
    retryStrategy: () => null,
  });
  let cause: Error | undefined;
  probe.on('error', (error) => (cause ??= error));
  await probe.connect().catch((error: unknown) => (cause ??= error instanceof Error ? error : undefined));
  probe.disconnect();
  return cause;
}

const withTls = (node: Address, config: ClusterConfig): NodeOptions =>
  nodeOptions(node, config.tls, namesIn(config));

const isSame = (a: Address, b: Address): boolean => a.host === b.host && a.port === b.port;

function nodesOf(cluster: Cluster): Address[] {
  return cluster.nodes().map(({ options: { host = '', port = 0 } }) => ({ host, port }));
}

/** `host:port`, where the host may be an IPv6 address without brackets. */
function addressIn(node: string): Address {
  const at = node.lastIndexOf(':');
  return { host: node.slice(0, at), port: Number(node.slice(at + 1)) };
}
