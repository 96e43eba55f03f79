import type { Parser } from './parsers.js';

/**
 * The URL of an OTLP collector; `/v1/traces` is added to its path. Credentials belong in a header, not in the
 * URL.
 */
export const collectorUrl: Parser<URL> = {
  accepts: 'an http:// or https:// URL without a user, such as http://localhost:4318',
  parse(value) {
    if (!URL.canParse(value)) return undefined;
    const url = new URL(value);
    const isPlain =
      /^https?:$/.test(url.protocol) && url.username + url.password + url.search + url.hash === '';
    return isPlain ? url : undefined;
  },
};

/**
 * `name=value` pairs in the format of W3C Baggage, values percent-encoded, as the OTLP exporter's
 * specification says.
 */
export const headers: Parser<Readonly<Record<string, string>>> = {
  accepts: 'name=value, comma-separated; in a value, percent-encode commas, % and all but visible ASCII',
  parse(text) {
    const pairs = text.split(',').map((pair) => /^([\w!#$%&'*+.^`|~-]+)=([\x21-\x7e]*)$/.exec(pair.trim()));
    try {
      const entries = pairs.map((pair) => [pair?.[1] ?? '', decodeURIComponent(pair?.[2] ?? '')] as const);
      const isSound = entries.every(([name, value]) => name !== '' && /^[\x20-\x7e]*$/.test(value));
      return isSound ? Object.fromEntries(entries) : undefined;
    } catch {
      // A stray `%`.
      return undefined;
    }
  },
};

/** A fraction from 0 to 1. */
export const ratio: Parser<number> = {
  accepts: 'a number from 0 to 1',
  parse: (text) => (/^(0|1|0?\.\d{1,9}|1\.0+)$/.test(text) ? Number(text) : undefined),
};
