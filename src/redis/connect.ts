import { Redis, type Cluster, type RedisOptions } from 'ioredis';
import type { Address } from '../config/parsers.js';
import type { RedisConfig } from '../config/store-config.js';
import { connectToCluster, connectToNode, connectToOneOf, withTls, type ClusterConfig } from './cluster.js';
import { errorOfConnection, errorOnArrival, isCutOff } from './greeting.js';
import { causeOf, connectBySentinels } from './sentinels.js';
import { namesIn, nodeOptions, tlsOptions } from './tls.js';

/*
 * Options of all connections to Redis. ioredis' defaults suit a cache. Here a command must fail fast and
 * never run twice without its caller knowing, and a silent connection must be detected.
 */
const reliable: RedisOptions = {
  family: 0,
  connectTimeout: 5_000,
  keepAlive: 10_000,
  // Disables CLIENT SETINFO: before Redis 7.2 no user can be given the right to it, and it only sets a name
  // in a list.
  disableClientInfo: true,
  // While disconnected, fail at once: the caller answers 503 instead of waiting.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  // With the default, a command cut off by a lost connection runs a second time after the reconnect.
  autoResendUnfulfilledCommands: false,
  // With the default, one failed resubscribe loses every subscription silently; RedisNoticeFeed does it
  // itself.
  autoResubscribe: false,
  // Rejects commands whose connection died. Callers give up earlier (ANSWER_WITHIN_MS).
  commandTimeout: 2_000,
  // Together with a PING each second, this detects a frozen Redis within three seconds.
  socketTimeout: 2_000,
  // The module opens the connections once all listeners are attached.
  lazyConnect: true,
};

function options(config: RedisConfig): RedisOptions {
  return {
    ...reliable,
    username: config.username,
    password: config.password,
    ...(config.tls ? { tls: tlsOptions(namesIn(config)) } : {}),
  };
}

/** Milliseconds until the next attempt to connect. */
type Wait = () => number;

/** The connection for commands; in a Cluster, one for each node. */
export function connectForCommands(config: RedisConfig, wait: Wait): Redis | Cluster {
  return config.kind === 'cluster'
    ? connectToCluster(config, options(config), wait)
    : connect(config, { ...options(config), retryStrategy: wait }, wait);
}

/** The connection for all subscriptions of this process. */
export function connectForMessages(config: RedisConfig, commands: Redis | Cluster, wait: Wait): Redis {
  const common = { ...options(config), retryStrategy: wait };
  return config.kind === 'cluster'
    ? connectToOneOf(commands as Cluster, config, common)
    : connect(config, common, wait);
}

/** A connection to one node of a Cluster. */
export function connectForShard(config: ClusterConfig, node: Address, wait: Wait): Redis {
  return connectToNode(node, config, { ...options(config), retryStrategy: wait });
}

/**
 * The cause of a connection error, which the error itself may not name; `undefined` = another error reports
 * the cause.
 */
export async function explain(error: Error, config: RedisConfig): Promise<Error | undefined> {
  if (config.kind === 'standalone' && !config.tls && isCutOff(error))
    return (await errorOnArrival(config)) ?? error;
  if (config.kind === 'sentinel') return causeOf(error, config);
  if (!('lastNodeError' in error) || config.kind !== 'cluster') return error;
  const [node] = config.nodes;
  return (node && (await errorOfConnection({ ...options(config), ...withTls(node, config) }))) ?? error;
}

function connect(config: Exclude<RedisConfig, ClusterConfig>, common: RedisOptions, wait: Wait): Redis {
  if (config.kind === 'sentinel') return connectBySentinels(config, common, wait);
  const { host, port, database: db, tls } = config;
  // The ready check is INFO, for which ioredis would wait silently. Availability checks and logs instead.
  return new Redis({ ...common, ...nodeOptions({ host, port }, tls, []), db, enableReadyCheck: false });
}
