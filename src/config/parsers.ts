import { isIP, isIPv6 } from 'node:net';

/**
 * Converts the text of a setting into a value, or into `undefined` if it does not accept the text. `accepts`
 * completes the sentence "… accepts ___" in the error message for the operator.
 */
export interface Parser<T> {
  readonly accepts: string;
  parse(text: string): T | undefined;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export function integer(min: number, max: number): Parser<number> {
  return {
    accepts: `a whole number from ${min} to ${max}`,
    parse(text) {
      // No leading zero: some programs read 010 as eight.
      const value = /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export function oneOf<const T extends string>(...choices: T[]): Parser<T> {
  return {
    accepts: `one of ${choices.join(', ')}`,
    parse: (text) => choices.find((choice) => choice === text.toLowerCase()),
  };
}

const trueOrFalseWord = oneOf('true', 'false');

export const trueOrFalse: Parser<boolean> = {
  accepts: trueOrFalseWord.accepts,
  parse: (text) => {
    const word = trueOrFalseWord.parse(text);
    return word && word === 'true';
  },
};

export function text(accepts: string, pattern = /^\S+$/): Parser<string> {
  return { accepts, parse: (value) => (pattern.test(value) ? value : undefined) };
}

export function listOf<T>(item: Parser<T>): Parser<readonly T[]> {
  return {
    accepts: `a comma-separated list, each item ${item.accepts}`,
    parse(value) {
      const items = value.split(',').map((part) => item.parse(part.trim()));
      return items.every((part) => part !== undefined) ? items : undefined;
    },
  };
}

/**
 * A host name or IP address without a port. Digits and dots alone must be an IP address: 10.0.0.300 is not a
 * name.
 */
export const host: Parser<string> = {
  accepts: 'a host name or address, without a port',
  parse: (value) => (isIP(value) || isName(value) ? value : undefined),
};

function isName(text: string): boolean {
  return (
    /^([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.|$))+$/.test(text) && !/(^|\.)\d+\.?$/.test(text)
  );
}

/** `host`, `host:port` or `[ipv6]:port`. */
export function address(defaultPort: number): Parser<Address> {
  return {
    accepts: `host:port (port ${defaultPort} when left out, IPv6 in brackets)`,
    parse(value) {
      const [, ipv6, name, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::([1-9]\d{0,4}))?$/.exec(value) ?? [];
      const found = ipv6 === undefined ? host.parse(name ?? '') : isIPv6(ipv6) ? ipv6 : undefined;
      const port = Number(digits ?? defaultPort);
      return found && port <= 65535 ? { host: found, port } : undefined;
    },
  };
}

/**
 * A `redis://` or `rediss://` (TLS) URL as `redis-cli -u` accepts it. `?family=0` (IPv4 and IPv6), which
 * Railway's guides add, is allowed because the service always does that. Other parameters would have no
 * effect, so they are refused.
 */
export const redisUrl: Parser<URL> = {
  accepts:
    'redis://[user:password@]host[:port][/database], or rediss:// for TLS; percent-encode all but letters and digits in ' +
    'user and password',
  parse(value) {
    if (!URL.canParse(value)) return undefined;
    const url = new URL(value);
    const isSound =
      /^rediss?:$/.test(url.protocol) &&
      address(6379).parse(url.host) !== undefined &&
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
    // A stray `%`: the caller refuses the setting.
    return false;
  }
}
