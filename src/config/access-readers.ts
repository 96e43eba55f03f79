import { isIP } from 'node:net';
import type { Reader } from './readers.js';

/** Where an identity provider publishes its keys. Whoever can change the answer can sign tokens, hence TLS. */
export const jwksUrl: Reader<URL> = {
  accepts: 'an https:// URL, or http:// on this machine (localhost, 127.0.0.1, [::1])',
  read(value) {
    if (!URL.canParse(value)) return undefined;
    const url = new URL(value);
    const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLocal);
    return isSafe && url.username === '' && url.password === '' ? url : undefined;
  },
};

/** Whose `X-Forwarded-For` is believed, as Express takes it: `false`, how many proxies there are, or which. */
export type TrustedProxies = false | number | readonly string[];

/** Never "every proxy": then everyone could claim any address. */
export const proxies: Reader<TrustedProxies> = {
  accepts:
    'off, how many proxies stand before the service (1 to 10), or their addresses, comma-separated: ' +
    'IP, IP/bits, loopback, linklocal or uniquelocal',
  read(value) {
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
