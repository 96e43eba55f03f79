import crypto from 'node:crypto';

/** The digest that is stored and compared in place of a secret. */
export function digestOf(secret: string): Buffer {
  return crypto.createHash('sha256').update(secret).digest();
}

/**
 * Compares with all digests in constant time, so that the time taken reveals nothing. What is stored may have
 * another length: then it is no digest, and equal to none.
 */
export function isOneOf(digests: readonly Buffer[], secret: string): boolean {
  const given = digestOf(secret);
  const isGiven = (digest: Buffer) => digest.length === given.length && crypto.timingSafeEqual(digest, given);
  return digests.map(isGiven).includes(true);
}
