import type { Request } from 'express';

/** The key or token of a request. */
export interface Credentials {
  readonly secret: string;
  /**
   * Whether it came as `?token=`. URLs end up in histories and logs, so only short-lived tokens may be there.
   */
  readonly isInUrl: boolean;
}

/** Maximum length in characters; longer than any useful token. */
const MAX_LENGTH = 4_096;

/**
 * Reads `X-API-Key`, `Authorization: Bearer` (RFC 6750) or `?token=`, in this order. An EventSource cannot
 * send headers, hence `?token=`. Empty values are skipped, because a gateway may add an empty `X-API-Key` to
 * each request.
 */
export function credentialsOf(request: Request): Credentials | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
  const header = [request.get('x-api-key'), bearer].find((secret) => secret !== undefined && secret !== '');
  const secret: unknown = header ?? request.query['token'];
  if (typeof secret !== 'string' || secret === '' || secret.length > MAX_LENGTH) return undefined;
  return { secret, isInUrl: header === undefined };
}
