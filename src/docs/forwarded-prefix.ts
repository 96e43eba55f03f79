import type { Request } from 'express';
import { isPath } from '../config/public-url.js';

export const FORWARDED_PREFIX = 'X-Forwarded-Prefix';

/**
 * The path that a proxy removed from the request, as Traefik and ingress-nginx report it. Trusted only from
 * the proxies that `TRUST_PROXY` names, and only if it is a single path: anything else was sent by the
 * client.
 */
export function forwardedPrefix(request: Request): string | undefined {
  const prefix = request.get(FORWARDED_PREFIX);
  const isTrusted = request.app.get('trust proxy fn') as (
    address: string | undefined,
    hop: number,
  ) => boolean;
  if (!prefix || !isPath(prefix) || !isTrusted(request.socket.remoteAddress, 0)) return undefined;
  return prefix.replace(/\/$/, '') || undefined;
}
