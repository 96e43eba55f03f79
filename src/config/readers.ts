/**
 * How the text of a setting becomes a value. A reader answers `undefined` for a text it does not accept; `accepts`
 * completes the sentence "… accepts ___" in the complaint an operator reads.
 */
export interface Reader<T> {
  readonly accepts: string;
  read(text: string): T | undefined;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export function integer(min: number, max: number): Reader<number> {
  return {
    accepts: `a whole number from ${min} to ${max}`,
    read(text) {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export function oneOf<const T extends string>(...choices: T[]): Reader<T> {
  return {
    accepts: `one of ${choices.join(', ')}`,
    read: (text) => choices.find((choice) => choice === text.toLowerCase()),
  };
}

export function text(accepts: string, pattern = /^\S+$/): Reader<string> {
  return { accepts, read: (value) => (pattern.test(value) ? value : undefined) };
}

export function listOf<T>(item: Reader<T>): Reader<readonly T[]> {
  return {
    accepts: `a comma-separated list, each item ${item.accepts}`,
    read(value) {
      const items = value.split(',').map((part) => item.read(part.trim()));
      return items.every((part) => part !== undefined) ? items : undefined;
    },
  };
}

/** `host`, `host:port` or `[ipv6]:port`. */
export function address(defaultPort: number): Reader<Address> {
  return {
    accepts: `host:port (port ${defaultPort} when left out, IPv6 in brackets)`,
    read(value) {
      const match = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(value);
      const host = match?.[1] ?? match?.[2];
      const port = Number(match?.[3] ?? defaultPort);
      return host && port >= 1 && port <= 65535 ? { host, port } : undefined;
    },
  };
}

/** An origin as browsers send it (RFC 6454), `null` (pages opened from disk), or `*` for all. */
export const origin: Reader<string> = {
  accepts: 'an origin such as https://example.com or chrome-extension://id, null, or * for every origin',
  read: (value) =>
    /^(\*|null|[a-z][a-z0-9+.-]*:\/\/[^\s/?#@]+)$/i.test(value) ? value.toLowerCase() : undefined,
};

/** `redis://` or `rediss://` (TLS), as `redis-cli -u` takes it: user, password, host, port and database number. */
export const redisUrl: Reader<URL> = {
  accepts: 'redis://[user:password@]host[:port][/database], or rediss:// for TLS',
  read(value) {
    if (!URL.canParse(value)) return undefined;
    const url = new URL(value);
    const sound =
      /^rediss?:$/.test(url.protocol) &&
      url.hostname !== '' &&
      /^\/?$|^\/\d{1,5}$/.test(url.pathname) &&
      canDecode(url);
    return sound ? url : undefined;
  },
};

function canDecode(url: URL): boolean {
  try {
    decodeURIComponent(url.username + url.password);
    return true;
  } catch {
    return false;
  }
}
