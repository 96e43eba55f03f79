import { Injectable } from '@nestjs/common';
import { SignJWT, type JWTPayload } from 'jose';
import { Clock } from '../clock/clock.js';
import { AppConfig } from '../config/app-config.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Principal } from './principal.js';
import { TokensNotIssued } from './refusals.js';
import { hmacKey, isRefusal, verifierAt, verifierOf, type Verifier } from './token-verifiers.js';

interface TokenOptions {
  readonly role: Principal['role'];
  readonly ttlSeconds: number;
  readonly clientId?: string | undefined;
}

/** An issuer may choose a later time than a timestamp can have. */
const LATEST_EXPIRY_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * RFC 7515 §7.1, strictly. White space or `=` would let one token be written in many ways, and each would be
 * remembered.
 */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Signed tokens (JWT, RFC 7519), each for one meeting. They are valid until `exp`; the service stores nothing
 * of them.
 */
@Injectable()
export class MemberTokens {
  private readonly verifiers: readonly Verifier[];
  private readonly signingKey: ReturnType<typeof hmacKey> | undefined;

  constructor(
    private readonly clock: Clock,
    { access: { leaders, tokenSecrets, provider } }: AppConfig,
  ) {
    this.verifiers = [...tokenSecrets.map(verifierOf), ...(provider ? [verifierAt(provider, clock)] : [])];
    // With `LEADER_AUTH=off` nobody is known as a leader, so nobody may be given a token.
    const [secret] = leaders === 'off' ? [] : tokenSecrets;
    this.signingKey = secret === undefined ? undefined : hmacKey(secret);
  }

  /**
   * The principal of a token for this meeting; `undefined` = the token is not valid. Rejects with
   * `ProviderUnavailable`.
   */
  async read(token: string, id: MeetingId): Promise<Principal | undefined> {
    if (!COMPACT.test(token)) return undefined;
    for (const verify of this.verifiers) {
      try {
        return toPrincipal(await verify(token, new Date(this.clock.now())), id);
      } catch (error) {
        // Another verifier may accept the token. If none does, the answer is 401.
        if (!isRefusal(error)) throw error;
      }
    }
    return undefined;
  }

  /** Throws {@link TokensNotIssued} where the service issues none. */
  async issue(id: MeetingId, { role, ttlSeconds, clientId }: TokenOptions) {
    if (!this.signingKey) throw new TokensNotIssued();
    const now = Math.floor(this.clock.now() / 1000);
    const exp = now + ttlSeconds;
    const claims = { meeting_id: id, role, ...(clientId === undefined ? {} : { client_id: clientId }) };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt(now)
      .setExpirationTime(exp)
      .sign(await this.signingKey);
    return { token, expiresAt: new Date(exp * 1000).toISOString() };
  }
}

function toPrincipal(
  { meeting_id, role = 'member', client_id, exp = 0 }: JWTPayload,
  id: MeetingId,
): Principal | undefined {
  const isClient = client_id === undefined || typeof client_id === 'string';
  if (meeting_id !== id || !isClient || (role !== 'leader' && role !== 'member')) return undefined;
  const expiresAt = Math.min(exp * 1000, LATEST_EXPIRY_MS);
  return { role, by: 'token', expiresAt, clientId: client_id };
}
