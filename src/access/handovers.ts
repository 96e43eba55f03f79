import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { ClaimStore } from '../stores/claim-store.js';
import { withTimeLimit } from '../stores/time-limit.js';
import { MemberTokens } from './member-tokens.js';
import type { Principal } from './principal.js';
import { TokensNotIssued } from './refusals.js';
import { digestOf } from './secrets.js';

/** Lifetime of a code: long enough to scan it, too short to be found later in a chat or a photo. */
export const CODE_SECONDS = 60;

/** 128 bits: too many to guess within a minute. */
const CODE_BYTES = 16;

/** Pattern of the codes that {@link Handovers.issue} makes. */
export const CODE = /^[\w-]{22}$/;

/**
 * Lifetime of the token that the other device gets in place of an API key. The key itself is never handed
 * over.
 */
const TOKEN_SECONDS = 86_400;

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A leader's token on its way to another device. */
export interface Handover {
  readonly token: string;
  /** `null` = the token is a claim, which ends with the meeting. */
  readonly expires_at: string | null;
}

/**
 * Hands a leader's right to another device, by a code that works once and for a minute. The store has a
 * digest of the code, and the token encrypted under a key that is derived from the code. So nobody can read
 * either from the store.
 */
@Injectable()
export class Handovers {
  constructor(
    private readonly store: ClaimStore,
    private readonly tokens: MemberTokens,
    private readonly clock: Clock,
  ) {}

  /** Throws {@link TokensNotIssued} where anyone may lead, or where no token can stand for a key. */
  async issue(id: MeetingId, principal: Principal | undefined, secret: string) {
    const handover = await this.handoverOf(id, principal, secret);
    const code = randomBytes(CODE_BYTES).toString('base64url');
    await withTimeLimit(
      this.store.keepSealed(id, codeNameOf(code), seal(id, code, JSON.stringify(handover)), CODE_SECONDS),
    );
    return { code, expiresAt: new Date(this.clock.now() + CODE_SECONDS * 1000).toISOString() };
  }

  /**
   * Returns `undefined` for every invalid code, whatever the cause. If several devices redeem it at once, one
   * gets the token.
   */
  async redeem(id: MeetingId, code: string): Promise<Handover | undefined> {
    const sealed = await withTimeLimit(this.store.takeSealed(id, codeNameOf(code)));
    const text = sealed === undefined ? undefined : unseal(id, code, sealed);
    return text === undefined ? undefined : (JSON.parse(text) as Handover);
  }

  private async handoverOf(
    id: MeetingId,
    principal: Principal | undefined,
    secret: string,
  ): Promise<Handover> {
    switch (principal?.by) {
      case 'claim':
        return { token: secret, expires_at: null };
      case 'token':
        // The same token is handed over, because a token cannot issue one that lasts longer.
        return { token: secret, expires_at: new Date(principal.expiresAt ?? 0).toISOString() };
      case 'key': {
        const { token, expiresAt } = await this.tokens.issue(id, {
          role: 'leader',
          ttlSeconds: TOKEN_SECONDS,
        });
        return { token, expires_at: expiresAt };
      }
      default:
        throw new TokensNotIssued();
    }
  }
}

function codeNameOf(code: string): string {
  return digestOf(code).toString('hex');
}

function keyOf(id: MeetingId, code: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', code, '', `kyukei handover of ${id}`, KEY_BYTES));
}

/** Nonce, tag and ciphertext. */
function seal(id: MeetingId, code: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(id, code), nonce);
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url');
}

/** `undefined` = the value was not sealed for this code: another program wrote it. */
function unseal(id: MeetingId, code: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  const [nonce, rest] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES)];
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(id, code), nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(rest.subarray(0, TAG_BYTES));
    return Buffer.concat([decipher.update(rest.subarray(TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
