import type { Request } from 'express';
import { isPath } from '../config/public-url.js';

export const FORWARDED_PREFIX = 'X-Forwarded-Prefix';

/**
 * The path that a proxy took off the request, as Traefik and ingress-nginx say it. Believed like the other `X-Forwarded-…`: of
 * proxies that `TRUST_PROXY` names. Anything but one path is not believed: it would be the client's.
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
