import { isIP, isIPv6 } from 'node:net';

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
      // No leading zero: to some programs 010 is eight.
      const value = /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : NaN;
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

/** A name or an address without a port. Of digits and dots only addresses are made: nobody's name is 10.0.0.300. */
export const host: Reader<string> = {
  accepts: 'a host name or address, without a port',
  read: (value) => (isIP(value) || isName(value) ? value : undefined),
};

function isName(text: string): boolean {
  return (
    /^([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.|$))+$/.test(text) && !/(^|\.)\d+\.?$/.test(text)
  );
}

/** `host`, `host:port` or `[ipv6]:port`. */
export function address(defaultPort: number): Reader<Address> {
  return {
    accepts: `host:port (port ${defaultPort} when left out, IPv6 in brackets)`,
    read(value) {
      const [, ipv6, name, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::([1-9]\d{0,4}))?$/.exec(value) ?? [];
      const found = ipv6 === undefined ? host.read(name ?? '') : isIPv6(ipv6) ? ipv6 : undefined;
      const port = Number(digits ?? defaultPort);
      return found && port <= 65535 ? { host: found, port } : undefined;
    },
  };
}

/**
 * `redis://` or `rediss://` (TLS), as `redis-cli -u` takes it. Railway's guides add `?family=0` (IPv4 and IPv6), which is what the
 * service does in any case; another parameter would have no effect.
 */
export const redisUrl: Reader<URL> = {
  accepts:
    'redis://[user:password@]host[:port][/database], or rediss:// for TLS; what is not a letter or digit in user and password ' +
    'is percent-encoded',
  read(value) {
    if (!URL.canParse(value)) return undefined;
    const url = new URL(value);
    const isSound =
      /^rediss?:$/.test(url.protocol) &&
      address(6379).read(url.host) !== undefined &&
      /^\/?$|^\/\d{1,5}$/.test(url.pathname) &&
      /^(\?family=0)?$/.test(url.search) &&
      !value.includes('#') &&
      canDecode(url.username) &&
      canDecode(url.password);
    return isSound ? url : undefined;
  },
};

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    // A stray `%`: the caller refuses the setting, and says what it accepts.
    return false;
  }
}
