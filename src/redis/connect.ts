import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisConfig } from '../config/redis-config.js';

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
    ...(config.tls ? { tls: {} } : {}),
  };
}

/** Milliseconds until the next attempt to connect. */
type Wait = () => number;

/** The connection (in a Cluster: one per node) that carries commands. */
export function connectForCommands(config: RedisConfig, wait: Wait): Redis | Cluster {
  if (config.kind !== 'cluster') return connect(config, wait);
  return new Cluster([...config.nodes], {
    redisOptions: options(config),
    enableOfflineQueue: false,
    lazyConnect: true,
    slotsRefreshTimeout: 2_000,
    clusterRetryStrategy: wait,
  });
}

/** The connection that carries every subscription of this process. */
export function connectForMessages(config: RedisConfig, wait: Wait): Redis {
  if (config.kind !== 'cluster') return connect(config, wait);
  // Classic PUBLISH reaches all nodes of a Cluster, so any one will do. ioredis' own Cluster subscriber ignores most
  // options; a plain connection that moves on to the next node when its own fails does not.
  const { nodes } = config;
  const subscriber = new Redis({ ...options(config), retryStrategy: wait, ...nodes[0] });
  let turn = 0;
  subscriber.on('close', () => Object.assign(subscriber.options, nodes[++turn % nodes.length]));
  return subscriber;
}

function connect(config: Exclude<RedisConfig, { kind: 'cluster' }>, wait: Wait): Redis {
  const common = { ...options(config), retryStrategy: wait };
  if (config.kind === 'standalone') {
    const { host, port, database: db } = config;
    // INFO, which would only be waited for in silence; Availability asks, and says what it hears.
    return new Redis({ ...common, host, port, db, enableReadyCheck: false });
  }
  return new Redis({
    ...common,
    sentinels: [...config.sentinels],
    name: config.name,
    ...(config.sentinelPassword ? { sentinelPassword: config.sentinelPassword } : {}),
    ...(config.tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  });
}
