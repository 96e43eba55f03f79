import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Address } from '../config/parsers.js';
import type { RedisConfig } from '../config/store-config.js';
import { namesIn, nodeOptions, type NodeOptions } from './tls.js';

export type ClusterConfig = Extract<RedisConfig, { kind: 'cluster' }>;

/** How often the list of nodes is refreshed. Otherwise ioredis refreshes it only after a failed command. */
const DISCOVER_EVERY_MS = 10_000;

/** Connects to a Cluster, by the nodes that the settings name and those that the Cluster reports. */
export function connectToCluster(config: ClusterConfig, common: RedisOptions, wait: () => number): Cluster {
  const named = config.nodes.map((node) => withTls(node, config));
  // ioredis reads this list at each reconnect. It is kept current, because all the named nodes may be gone by
  // then.
  const known: NodeOptions[] = [...named];
  const cluster = new Cluster(known, {
    redisOptions: common,
    enableOfflineQueue: false,
    lazyConnect: true,
    slotsRefreshTimeout: 2_000,
    clusterRetryStrategy: wait,
    // Keep host names: certificates are for names. Names are resolved when ioredis connects.
    dnsLookup: (host, done) => done(null, host),
    ...(config.tls ? { natMap: (node: string) => withTls(addressIn(node), config) } : {}),
  });
  // Not ioredis' `slotsRefreshInterval`: that timer may go on for ever after the client was closed. Nor does a
  // client that lost all its nodes say its end, so the timer keeps no process alive.
  const discovering = setInterval(() => {
    if (cluster.status === 'ready') cluster.refreshSlotsCache();
  }, DISCOVER_EVERY_MS).unref();
  cluster.once('end', () => clearInterval(discovering));
  cluster.on('+node', handleAskingErrors);
  cluster.on('refresh', () => {
    const nodes = nodesOf(cluster);
    if (nodes.length > 0) known.splice(named.length, Infinity, ...nodes.map((node) => withTls(node, config)));
  });
  return cluster;
}

/**
 * Handles the rejection of a node's ASKING. ioredis sends ASKING before a command to the target of a moving
 * slot and ignores its promise: if that node hangs or dies, the unhandled rejection would end this process.
 * The command that follows fails in the same way, and its caller is told.
 */
function handleAskingErrors(node: Redis): void {
  const ask = node.asking.bind(node);
  node.asking = (...args) => {
    const answer = ask(...args);
    answer.catch(() => undefined);
    return answer;
  };
}

/**
 * A connection to one node, for subscriptions: a classic PUBLISH reaches all nodes. ioredis' own Cluster
 * subscriber ignores most options. When the node fails or leaves the Cluster, the connection moves on to the
 * next of all nodes.
 */
export function connectToOneOf(cluster: Cluster, config: ClusterConfig, common: RedisOptions): Redis {
  let turn = 0;
  let candidates = config.nodes;
  const isNamed = (node: Address) => config.nodes.some((named) => isSame(named, node));
  const move = () => {
    const nodes = nodesOf(cluster).sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
    if (nodes.length > 0) candidates = nodes;
    const next = candidates[turn++ % candidates.length];
    if (next) Object.assign(subscriber.options, withTls(next, config));
  };
  const subscriber = new Redis({ ...common, enableReadyCheck: false, ...config.nodes[0] });
  subscriber.on('close', move);
  // The settings may name a node otherwise than the Cluster does, so the first node is also chosen from the
  // Cluster's list.
  cluster.once('refresh', () => {
    move();
    subscriber.connect().catch(() => undefined);
  });
  cluster.on('refresh', () => {
    const { host = '', port = 0 } = subscriber.options;
    const nodes = nodesOf(cluster);
    const isMember = nodes.length === 0 || nodes.some((node) => isSame(node, { host, port }));
    if (!isMember && subscriber.status === 'ready') subscriber.disconnect(true);
  });
  return subscriber;
}

/** A connection to one node, for the sharded channels of its slots. */
export function connectToNode(node: Address, config: ClusterConfig, common: RedisOptions): Redis {
  return new Redis({ ...common, enableReadyCheck: false, ...withTls(node, config) });
}

/** The options of a node, with TLS if the settings say so. */
export const withTls = (node: Address, config: ClusterConfig): NodeOptions =>
  nodeOptions(node, config.tls, namesIn(config));

const isSame = (a: Address, b: Address): boolean => a.host === b.host && a.port === b.port;

/**
 * The nodes of the last list that was read. Empty if it was read from a node that was taken out of the
 * Cluster: such a node still answers, but knows of no slots. ioredis then connects again and asks another
 * one, so the nodes known before must be kept.
 */
function nodesOf(cluster: Cluster): Address[] {
  return cluster.nodes().map(({ options: { host = '', port = 0 } }) => ({ host, port }));
}

/** `host:port`, where the host may be an IPv6 address without brackets. */
export function addressIn(node: string): Address {
  const at = node.lastIndexOf(':');
  return { host: node.slice(0, at), port: Number(node.slice(at + 1)) };
}
