import { Redis, type Cluster, type RedisOptions } from 'ioredis';
import type { RedisConfig } from '../config/store-config.js';
import { causeIn, connectToCluster, connectToOneOf, type ClusterConfig } from './cluster.js';
import { namesIn, nodeOptions, tlsOptions } from './tls.js';

/*
 * How connections to Redis behave, the same for every kind of Redis. ioredis' defaults suit a cache; here a command must
 * fail fast, never run twice behind its caller's back, and a connection that went silent must be found.
 */
const reliable: RedisOptions = {
  family: 0,
  connectTimeout: 5_000,
  keepAlive: 10_000,
  // CLIENT SETINFO: a right that a user of Redis before 7.2 cannot be given, for a name in a list.
  disableClientInfo: true,
  // Fail at once while disconnected: the caller answers 503 instead of waiting.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  // With the default, a command cut off by a lost connection runs a second time after the reconnect.
  autoResendUnfulfilledCommands: false,
  // With the default, one failed resubscribe loses every subscription silently; RedisNoticeFeed does it itself.
  autoResubscribe: false,
  // Settles promises whose connection died under them; callers give up earlier (ANSWER_WITHIN_MS).
  commandTimeout: 2_000,
  // With a PING a second (RedisConnections), a frozen Redis is found within three seconds.
  socketTimeout: 2_000,
  // The module starts the connections, once everything that listens to them is there.
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

/** The connection (in a Cluster: one per node) that carries commands. */
export function connectForCommands(config: RedisConfig, wait: Wait): Redis | Cluster {
  return config.kind === 'cluster'
    ? connectToCluster(config, options(config), wait)
    : connect(config, { ...options(config), retryStrategy: wait });
}

/** The connection that carries every subscription of this process. */
export function connectForMessages(config: RedisConfig, commands: Redis | Cluster, wait: Wait): Redis {
  const common = { ...options(config), retryStrategy: wait };
  return config.kind === 'cluster'
    ? connectToOneOf(commands as Cluster, config, common)
    : connect(config, common);
}

/** What kept it from connecting, where the error itself does not say. */
export async function explain(error: Error, config: RedisConfig): Promise<Error> {
  if (!('lastNodeError' in error) || config.kind !== 'cluster') return error;
  return (await causeIn(config, options(config))) ?? error;
}

function connect(config: Exclude<RedisConfig, ClusterConfig>, common: RedisOptions): Redis {
  if (config.kind === 'standalone') {
    const { host, port, database: db, tls } = config;
    // INFO, which would only be waited for in silence; Availability asks, and says what it hears.
    return new Redis({ ...common, ...nodeOptions({ host, port }, tls, []), db, enableReadyCheck: false });
  }
  return new Redis({
    ...common,
    sentinels: [...config.sentinels],
    name: config.name,
    ...(config.sentinelPassword ? { sentinelPassword: config.sentinelPassword } : {}),
    ...(config.tls ? { enableTLSForSentinelMode: true, sentinelTLS: tlsOptions([]) } : {}),
  });
}
