import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/**
 * Whose request it is, as far as places and calls are counted: the address of the connection, or what a trusted proxy says
 * (`TRUST_PROXY`; some add the port, which is another one each time). Of IPv6 the network (/64): that much everybody gets, to
 * choose addresses from as they like.
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
