import { createHash } from 'node:crypto';

/** Hexadecimal digits: 96 bits, so that two clients of a meeting practically never share a digest. */
export const CLIENT_DIGEST_LENGTH = 24;

/**
 * The digest that a store gets in place of a `client_id`. It differs in each scope (a break, a stretch of
 * work, a meeting), so that nobody can link what a client did in two scopes.
 */
export function clientDigest(scope: string, clientId: string): string {
  return createHash('sha256').update(`${scope} ${clientId}`).digest('hex').slice(0, CLIENT_DIGEST_LENGTH);
}
