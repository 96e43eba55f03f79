import { createHash } from 'node:crypto';

/** Hexadecimal digits: 96 bits, so that no two clients of a meeting are taken for one. */
export const CLIENT_DIGEST_LENGTH = 24;

/**
 * What a store gets in place of a `client_id`: another digest in each scope (a break, a stretch of work, a meeting), so that what
 * somebody did in one leads to nothing in the next.
 */
export function clientDigest(scope: string, clientId: string): string {
  return createHash('sha256').update(`${scope} ${clientId}`).digest('hex').slice(0, CLIENT_DIGEST_LENGTH);
}
