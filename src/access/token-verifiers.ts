import { webcrypto } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { IdentityProvider } from '../config/access-config.js';
import { ProviderUnavailable } from './refusals.js';

/** Answers what a token says when it is good at `now`. Rejects with a `JOSEError` when it is not. */
export type Verifier = (token: string, now: Date) => Promise<JWTPayload>;

/** What every token must have. */
const requiredClaims = ['meeting_id', 'exp'];

/** Of tokens that were good, some 300 bytes each. */
const MAX_REMEMBERED = 10_000;

/** Within the time a client waits for an answer anyway; keys are cached for ten minutes. */
const JWKS_TIMEOUT_MS = 2_000;

/** The algorithm is ours to say, never the token's: a public key must not become an HMAC secret, and `none` is none. */
const secretAlgorithms = ['HS256'];
const providerAlgorithms = ['RS256', 'ES256', 'EdDSA'];

export function verifierOf(secret: string): Verifier {
  const key = hmacKey(secret);
  const options: JWTVerifyOptions = { algorithms: secretAlgorithms, requiredClaims };
  return remembering(
    async (token, currentDate) => (await jwtVerify(token, await key, { ...options, currentDate })).payload,
  );
}

/**
 * The members of a meeting may share one link, and after a deploy all come back with it at once. What was signed stays signed, so
 * that is checked once in a token's time, for each check is a trip to another thread (WebCrypto); its end is checked each time.
 * Not for tokens of a provider, which may take its keys back.
 */
function remembering(verify: Verifier): Verifier {
  const good = new Map<string, JWTPayload>();
  return async (token, now) => {
    const known = good.get(token);
    if (known?.exp !== undefined && now.getTime() < known.exp * 1000) return known;
    good.delete(token);
    const claims = await verify(token, now);
    const [oldest] = good.keys();
    if (good.size >= MAX_REMEMBERED && oldest !== undefined) good.delete(oldest);
    good.set(token, claims);
    return claims;
  };
}

/** A provider signs for other services, too, hence the audience. */
export function verifierAt({ jwksUrl, audience, issuer }: IdentityProvider): Verifier {
  const keys = createRemoteJWKSet(jwksUrl, { timeoutDuration: JWKS_TIMEOUT_MS });
  const options: JWTVerifyOptions = {
    algorithms: providerAlgorithms,
    requiredClaims,
    audience,
    ...(issuer === undefined ? {} : { issuer }),
  };
  return async (token, currentDate) => {
    try {
      return (await jwtVerify(token, keys, { ...options, currentDate })).payload;
    } catch (error) {
      throw isRefusal(error) ? error : new ProviderUnavailable(error);
    }
  };
}

export function hmacKey(secret: string): Promise<webcrypto.CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return webcrypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, ['sign', 'verify']);
}

/** What is wrong with the token, in contrast to what is wrong with the way to the keys. */
export function isRefusal(error: unknown): boolean {
  const isOfTheWay =
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    (error instanceof errors.JOSEError && error.code === errors.JOSEError.code);
  return error instanceof errors.JOSEError && !isOfTheWay;
}
