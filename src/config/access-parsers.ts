import { isIP } from 'node:net';
import type { Parser } from './parsers.js';

/**
 * The URL of an identity provider's keys. It needs TLS: somebody who can change the answer can sign tokens.
 */
export const jwksUrl: Parser<URL> = {
  accepts: 'an https:// URL, or http:// on this machine (localhost, 127.0.0.1, [::1])',
  parse(value) {
    if (!URL.canParse(value)) return undefined;
    const url = new URL(value);
    const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLocal);
    return isSafe && url.username === '' && url.password === '' ? url : undefined;
  },
};

/** Express' `trust proxy`: `false`, the number of proxies, or their addresses. */
type TrustedProxies = false | number | readonly string[];

/** There is no "every proxy": anyone could then claim any address. */
export const proxies: Parser<TrustedProxies> = {
  accepts:
    'off, the number of proxies in front of the service (1 to 10), or their addresses, comma-separated: ' +
    'IP, IP/bits, loopback, linklocal or uniquelocal',
  parse(value) {
    if (value.toLowerCase() === 'off') return false;
    if (/^([1-9]|10)$/.test(value)) return Number(value);
    const addresses = value.split(',').map((part) => part.trim());
    return addresses.every(isProxy) ? addresses : undefined;
  },
};

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (most < 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
}
