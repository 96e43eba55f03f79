import type { StoreConfig } from './store-config.js';
import type { Environment } from './read-settings.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

const listed = Object.entries<Setting<unknown>>(settings);

/** The settings as `--help` prints them: name and default, effect, accepted values. */
export function describeSettings(): string {
  return listed
    .map(
      ([name, { about, parser, default: value }]) =>
        `  ${name}=${value}\n      ${about}\n      Accepts ${parser.accepts}.`,
    )
    .join('\n');
}

/** The settings in force: a `.env` line for each one that has a value. Secrets are hidden. */
export function effectiveSettings(env: Environment): string {
  const lines = listed.flatMap(([name, { secret, default: fallback }]) => {
    const given = env[name]?.trim();
    const value = given || fallback;
    if (value === '') return [];
    return `${name}=${secret ? '(hidden)' : quoted(value)}${given ? '' : '  # default'}`;
  });
  return lines.join('\n');
}

/** Names the store for people, without secrets. */
export function describeStore(store: StoreConfig): string {
  const at = (addresses: readonly { host: string; port: number }[]) =>
    addresses
      .map(({ host, port }) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`))
      .join(', ');
  const tls = store.kind !== 'embedded' && store.tls ? ', TLS' : '';
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

/** Quotes a value that a shell or a terminal could interpret. */
function quoted(text: string): string {
  return /^[\w.,:/@*+-]*$/.test(text) ? text : JSON.stringify(text);
}
