import type { Address } from './parsers.js';
import { InvalidSettings } from './read-settings.js';
import type { Settings } from './settings.js';

interface Login {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly tls: boolean;
}

interface Standalone extends Login, Address {
  readonly kind: 'standalone';
  /** Database number. Sentinel uses 0; a Cluster has no other. */
  readonly database: number;
}

interface Sentinel extends Login {
  readonly kind: 'sentinel';
  readonly sentinels: readonly Address[];
  readonly name: string;
  readonly sentinelPassword?: string | undefined;
}

interface Cluster extends Login {
  readonly kind: 'cluster';
  readonly nodes: readonly Address[];
}

export type RedisConfig = Standalone | Sentinel | Cluster;

/** The store that the settings name. */
export type StoreConfig = { readonly kind: 'embedded' } | RedisConfig;

export function isRedis(store: StoreConfig): store is RedisConfig {
  return ['standalone', 'sentinel', 'cluster'].includes(store.kind);
}

/** Names the store for people, without secrets. */
export function describeStore(store: StoreConfig): string {
  const at = (addresses: readonly { host: string; port: number }[]) =>
    addresses
      .map(({ host, port }) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`))
      .join(', ');
  const tls = isRedis(store) && store.tls ? ', TLS' : '';
  switch (store.kind) {
    case 'embedded':
      return 'embedded: no Redis is configured, meetings live in memory';
    case 'standalone':
      return `Redis (standalone) at ${at([store])}${tls}`;
    case 'sentinel':
      return `Redis (sentinel), ${store.name} as known to ${at(store.sentinels)}${tls}`;
    case 'cluster':
      return `Redis (cluster) of ${at(store.nodes)}${tls}`;
  }
}

/** Settings that have no meaning without a setting that names the Redis server. */
const companions = [
  'REDIS_PORT',
  'REDISPORT',
  'REDIS_USERNAME',
  'REDISUSER',
  'REDIS_PASSWORD',
  'REDISPASSWORD',
  'REDIS_SENTINEL_PASSWORD',
  'REDIS_PREFIX',
] as const;

/** The Redis that the settings name; none = the store is embedded. */
export function storeConfig(settings: Settings): StoreConfig {
  const login: Login = {
    username: settings.REDIS_USERNAME ?? settings.REDISUSER,
    password: settings.REDIS_PASSWORD ?? settings.REDISPASSWORD,
    tls: settings.REDIS_TLS === 'on',
  };
  if (settings.REDIS_URL) {
    if (login.tls && settings.REDIS_URL.protocol === 'redis:')
      throw new InvalidSettings([
        'REDIS_TLS=on, but REDIS_URL begins with redis://: write rediss:// for TLS',
      ]);
    return fromUrl(settings.REDIS_URL);
  }

  const ways = (['REDIS_SENTINELS', 'REDIS_CLUSTER', 'REDIS_HOST'] as const).filter((name) => settings[name]);
  if (ways.length > 1) {
    throw new InvalidSettings([`${ways.join(' and ')} are both set: keep the one that says where Redis is`]);
  }
  if (settings.REDIS_SENTINELS) {
    const {
      REDIS_SENTINELS: sentinels,
      REDIS_SENTINEL_NAME: name,
      REDIS_SENTINEL_PASSWORD: sentinelPassword,
    } = settings;
    return { kind: 'sentinel', ...login, sentinels, name, sentinelPassword };
  }
  if (settings.REDIS_CLUSTER) return { kind: 'cluster', ...login, nodes: settings.REDIS_CLUSTER };

  const host = settings.REDIS_HOST ?? settings.REDISHOST;
  if (host) {
    const port = settings.REDIS_PORT ?? settings.REDISPORT ?? 6379;
    return { kind: 'standalone', ...login, host, port, database: 0 };
  }
  // A half configured Redis must not silently become an embedded store, which loses all meetings at a
  // restart.
  const orphan = login.tls ? 'REDIS_TLS' : companions.find((name) => settings[name] !== undefined);
  if (orphan)
    throw new InvalidSettings([
      `${orphan} is set, and nothing says where Redis is: set REDIS_HOST, REDIS_SENTINELS or REDIS_CLUSTER, or remove ${orphan}`,
    ]);
  return { kind: 'embedded' };
}

/** Warnings about settings that `REDIS_URL`, which wins, leaves without an effect. */
export function unusedBeside(settings: Settings): string[] {
  const url = settings.REDIS_URL;
  if (!url) return [];
  const unused = (names: readonly (keyof Settings)[], remedy: string) =>
    names
      .filter((name) => settings[name] !== undefined)
      .map((name) => `${name} has no effect beside REDIS_URL: ${remedy}`);
  const otherWays = unused(['REDIS_SENTINELS', 'REDIS_CLUSTER'], 'remove one');
  // With a login in the URL, its parts are there for other programs: hosts set both.
  if (url.password) return otherWays;
  const login = ['REDIS_USERNAME', 'REDISUSER', 'REDIS_PASSWORD', 'REDISPASSWORD'] as const;
  return [
    ...otherWays,
    ...unused(login, 'write redis://user:password@host, or REDIS_HOST in place of REDIS_URL'),
  ];
}

function fromUrl(url: URL): RedisConfig {
  return {
    kind: 'standalone',
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 6379),
    username: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    database: Number(url.pathname.slice(1) || 0),
    tls: url.protocol === 'rediss:',
  };
}
