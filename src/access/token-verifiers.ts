import { webcrypto } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { Clock } from '../clock/clock.js';
import type { IdentityProvider } from '../config/access-config.js';
import { ProviderKeys } from './provider-keys.js';

/** Returns the claims of a token that is valid at `now`. Rejects with a `JOSEError` if it is not. */
export type Verifier = (token: string, now: Date) => Promise<JWTPayload>;

/** Claims that every token must have. `exp` is not one of them: {@link unexpired} checks it. */
const requiredClaims = ['meeting_id'];

/** Maximum number of remembered valid tokens, about 300 bytes each. */
const MAX_REMEMBERED = 10_000;

/**
 * Seconds by which the clock of a token's issuer may be ahead of ours. Applies to `nbf` only: a token that is
 * not valid yet becomes valid by waiting.
 */
const clockTolerance = 30;

/**
 * We choose the algorithm, never the token: a public key must not serve as an HMAC secret, and `none` is
 * refused.
 */
const secretAlgorithms = ['HS256'];
const providerAlgorithms = ['RS256', 'ES256', 'EdDSA'];

export function verifierOf(secret: string): Verifier {
  const key = hmacKey(secret);
  const options: JWTVerifyOptions = { algorithms: secretAlgorithms, requiredClaims, clockTolerance };
  return remembering(async (token, currentDate) =>
    unexpired((await jwtVerify(token, await key, { ...options, currentDate })).payload, currentDate),
  );
}

/**
 * Caches valid tokens. Members may share one link, and after a deploy all come back with it at once; each
 * signature check is a round trip to another thread (WebCrypto). The expiry is checked each time. Tokens of a
 * provider are not cached, because it may revoke its keys.
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

/**
 * Verifier for tokens of an identity provider. It signs for other services too, so the audience must match.
 */
export function verifierAt({ jwksUrl, audience, issuer }: IdentityProvider, clock: Clock): Verifier {
  const keys = new ProviderKeys(jwksUrl, clock);
  const options: JWTVerifyOptions = {
    algorithms: providerAlgorithms,
    requiredClaims,
    clockTolerance,
    audience,
    ...(issuer === undefined ? {} : { issuer }),
  };
  return async (token, currentDate) => {
    const asked = keys.moment;
    const verify = async () =>
      unexpired(await verifyWithAny(token, keys, { ...options, currentDate }), currentDate);
    try {
      return await verify();
    } catch (error) {
      if (!mayBeOfANewKey(error, token) || !(await keys.refetch(asked))) throw error;
      return verify();
    }
  };
}

/** Tries every key if the token names none: a provider has several keys while it changes them. */
async function verifyWithAny(
  token: string,
  keys: ProviderKeys,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys.find, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (refusal) {
        if (!(refusal instanceof errors.JWSSignatureVerificationFailed)) throw refusal;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** Whether a key that we do not know yet could have signed the token. */
function mayBeOfANewKey(error: unknown, token: string): boolean {
  if (error instanceof errors.JWKSNoMatchingKey) return true;
  const isForged = error instanceof errors.JWSSignatureVerificationFailed;
  return isForged && decodeProtectedHeader(token).kid === undefined;
}

/**
 * Refuses a token after its end, or without one. To the second, without {@link clockTolerance}: a token that
 * has expired gets no better by waiting, and its stream has ended.
 */
function unexpired(claims: JWTPayload, now: Date): JWTPayload {
  if ((claims.exp ?? 0) * 1000 > now.getTime()) return claims;
  throw new errors.JWTExpired('"exp" claim timestamp check failed', claims, 'exp', 'check_failed');
}

export function hmacKey(secret: string): Promise<webcrypto.CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return webcrypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, ['sign', 'verify']);
}

/** A fault of the token itself, not of the access to the provider's keys. */
export function isRefusal(error: unknown): boolean {
  return error instanceof errors.JOSEError;
}
