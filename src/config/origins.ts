import { isIP } from 'node:net';
import type { Parser } from './parsers.js';

/**
 * Values without a host: every origin, a page opened from disk or in a sandboxed frame, and a page in an
 * app's shell.
 */
const WITHOUT_HOST = ['*', 'null', 'file://'];

const WEB = /^(https?):\/\/(\*\.)?([^\s/?#@*\\]+?)(:\*)?\/?$/;
/** Extensions and apps. Browsers never send an origin with one of the excluded schemes. */
const OTHER = /^(?!https?:|file:|data:|blob:|wss?:|ftp:)([a-z][a-z0-9+.-]*:\/\/)(\*|[^\s/?#@*\\]+)\/?$/;

/**
 * An origin as browsers send it (RFC 6454 §6.2: ASCII, without the default port; here in lower case), or a
 * pattern. In a pattern `*` stands for one or more names before a domain, for any port, or for the id of any
 * extension.
 */
export const origin: Parser<string> = {
  accepts:
    'an origin such as https://example.com or chrome-extension://id; with * for subdomains (https://*.example.com), ' +
    'any port (http://localhost:*) or every extension (moz-extension://*); null; or * for every origin',
  parse(value) {
    const text = value.toLowerCase();
    if (WITHOUT_HOST.includes(text)) return text;
    if (OTHER.test(text)) return text.replace(/\/$/, '');
    const [, scheme, subdomains = '', host, anyPort = ''] = WEB.exec(text) ?? [];
    const url = `${scheme}://${host}`;
    if (!host || !URL.canParse(url)) return undefined;
    const normal = new URL(url);
    const isClear = !(anyPort && normal.port) && !(subdomains && isIP(normal.hostname.replace(/[[\]]/g, '')));
    return isClear ? `${scheme}://${subdomains}${normal.host}${anyPort}` : undefined;
  },
};

/** Whether pages that the operator does not know can have this origin. */
export const isOpen = (origin: string): boolean => origin.includes('*') || origin === 'null';

/**
 * The pattern that an `Origin` header must match. It ignores case, because Safari sends extension ids in
 * capitals.
 */
export function originPattern(origin: string): RegExp {
  const [, scheme, subdomains, host = '', anyPort] = WEB.exec(origin) ?? [];
  const [, prefix = '', id] = OTHER.exec(origin) ?? [];
  if (id === '*') return whole(`${literal(prefix)}[^/]+`);
  if (scheme === undefined) return whole(literal(origin));
  const defaultPort = scheme === 'https' ? ':443' : ':80';
  const port = anyPort ? '(:\\d+)?' : /:\d+$/.test(host) ? '' : `(${defaultPort})?`;
  return whole(`${scheme}://${subdomains ? '([^./:]+\\.)+' : ''}${literal(host)}${port}`);
}

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`, 'i');

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
