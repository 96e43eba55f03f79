import type { Reader } from './readers.js';

/** Where a collector takes OTLP over HTTP; `/v1/traces` is added to its path. What opens it goes into a header, not into the URL. */
export const collectorUrl: Reader<URL> = {
  accepts: 'an http:// or https:// URL without a user, such as http://localhost:4318',
  read(value) {
    if (!URL.canParse(value)) return undefined;
    const url = new URL(value);
    const isPlain =
      /^https?:$/.test(url.protocol) && url.username + url.password + url.search + url.hash === '';
    return isPlain ? url : undefined;
  },
};

/** As the OTLP exporter's specification has it: of the form of W3C Baggage, values percent-encoded. */
export const headers: Reader<Readonly<Record<string, string>>> = {
  accepts:
    'name=value, comma-separated; what is no visible ASCII in a value, a comma or a %, is percent-encoded',
  read(text) {
    const pairs = text.split(',').map((pair) => /^([\w!#$%&'*+.^`|~-]+)=([\x21-\x7e]*)$/.exec(pair.trim()));
    try {
      const entries = pairs.map((pair) => [pair?.[1] ?? '', decodeURIComponent(pair?.[2] ?? '')] as const);
      const isSound = entries.every(([name, value]) => name !== '' && /^[\x20-\x7e]*$/.test(value));
      return isSound ? Object.fromEntries(entries) : undefined;
    } catch {
      // A stray `%`: `undefined` refuses the setting, with what it accepts.
      return undefined;
    }
  },
};

/** From 0 to 1. */
export const ratio: Reader<number> = {
  accepts: 'a number from 0 to 1',
  read: (text) => (/^(0|1|0?\.\d{1,9}|1\.0+)$/.test(text) ? Number(text) : undefined),
};
