import crypto from 'node:crypto';

/** The digest that is stored and compared in place of a secret. */
export function digestOf(secret: string): Buffer {
  return crypto.createHash('sha256').update(secret).digest();
}

/** Compares with all digests in constant time, so that the time taken reveals nothing. */
export function isOneOf(digests: readonly Buffer[], secret: string): boolean {
  const given = digestOf(secret);
  return digests.map((digest) => crypto.timingSafeEqual(digest, given)).includes(true);
}
