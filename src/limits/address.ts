import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/**
 * The client's address, by which streams and calls are counted: that of the connection, or the one that a
 * trusted proxy names (`TRUST_PROXY`), without its port. For IPv6 it is the /64 network, because every client
 * may use a whole one.
 */
export function addressOf({ ip = '' }: Request): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i.exec(ip)?.[1];
  if (v4 !== undefined) return v4;
  const v6 = /^\[(.+)\](?::\d+)?$/.exec(ip)?.[1] ?? ip;
  if (!isIPv6(v6)) return ip;
  const [left = '', right] = v6.replace(/%.*$/, '').split('::');
  const [before, after] = [left, right ?? ''].map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = right === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  const groups = [...(before ?? []), ...Array<string>(zeros).fill('0'), ...(after ?? [])];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
