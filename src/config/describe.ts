import type { RedisConfig } from './redis-config.js';
import type { Environment } from './read-settings.js';
import { settings, type Setting } from './settings.js';

const listed = Object.entries<Setting<unknown>>(settings);

/** Every setting for `--help`: its name and default, what it does, what it accepts. */
export function describeSettings(): string {
  return listed
    .map(
      ([name, { about, reader, default: value }]) =>
        `  ${name}=${value}\n      ${about}\n      Accepts ${reader.accepts}.`,
    )
    .join('\n');
}

/** What is in force, a `.env` line for each setting that has a value; secrets are hidden. */
export function effectiveSettings(env: Environment): string {
  const lines = listed.flatMap(([name, { secret, default: fallback }]) => {
    const given = env[name]?.trim();
    const value = given || fallback;
    if (value === '') return [];
    return `${name}=${secret ? '(hidden)' : quoted(value)}${given ? '' : '  # default'}`;
  });
  return lines.join('\n');
}

/** Which store, for people; no secrets. */
export function describeStore(redis: RedisConfig | null): string {
  if (redis === null) return 'embedded: no Redis is configured, meetings live in memory';
  const at = (addresses: readonly { host: string; port: number }[]) =>
    addresses
      .map(({ host, port }) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`))
      .join(', ');
  const tls = redis.tls ? ', TLS' : '';
  switch (redis.kind) {
    case 'standalone':
      return `Redis (standalone) at ${at([redis])}${tls}`;
    case 'sentinel':
      return `Redis (sentinel), ${redis.name} as known to ${at(redis.sentinels)}${tls}`;
    case 'cluster':
      return `Redis (cluster) of ${at(redis.nodes)}${tls}`;
  }
}

/** As it is, where neither a shell nor a terminal would make something else of it. */
function quoted(text: string): string {
  return /^[\w.,:/@*+-]*$/.test(text) ? text : JSON.stringify(text);
}
