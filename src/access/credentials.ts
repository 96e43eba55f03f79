import type { Request } from 'express';

/** What a request shows to be let in. */
export interface Credentials {
  readonly secret: string;
  /** In `?token=`: URLs end up in histories and logs of others, so only what is short-lived may be there. */
  readonly isInUrl: boolean;
}

/** Longer than any token that makes sense; more is not even looked at. */
const MAX_LENGTH = 4_096;

/**
 * `X-API-Key`, or `Authorization: Bearer` (RFC 6750), or `?token=` for an EventSource, which cannot send headers. The first that is
 * not empty counts: a gateway may add an empty `X-API-Key` to each request.
 */
export function credentialsOf(request: Request): Credentials | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
  const header = [request.get('x-api-key'), bearer].find((secret) => secret !== undefined && secret !== '');
  const secret: unknown = header ?? request.query['token'];
  if (typeof secret !== 'string' || secret === '' || secret.length > MAX_LENGTH) return undefined;
  return { secret, isInUrl: header === undefined };
}
