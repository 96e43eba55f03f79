import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { withTimeLimit } from '../stores/time-limit.js';
import { CLIENT_KEY_SECONDS } from '../stores/command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { ClaimStore } from '../stores/claim-store.js';
import type { Principal } from './principal.js';
import { digestOf, isOneOf } from './secrets.js';

/** Lifetime of a claim, in seconds, from the last command on. */
export const CLAIM_SECONDS = 86_400;

/**
 * Lifetime of a claim until its `start` has succeeded. A start that fails must not lock the meeting for a
 * day.
 */
const PENDING_SECONDS = 60;

/** A leader's token: 256 bits. */
const TOKEN = /^[\w-]{43}$/;

/** A random UUID (RFC 9562, version 4): 122 bits that only the caller knows. */
const RANDOM_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export interface Claimed {
  readonly token: string;
  /** `false` = the call repeats one that succeeded before. */
  readonly isNew: boolean;
}

export type EndingCommand = 'end' | 'undo';

/** A call that may end a claim. */
interface EndingCall {
  readonly command: EndingCommand;
  readonly secret: string;
  readonly idempotencyKey: string | undefined;
}

/** `LEADER_AUTH=claim`: whoever starts a meeting owns it until it ends, or until a day without a command. */
@Injectable()
export class LeaderClaims {
  constructor(private readonly store: ClaimStore) {}

  /**
   * Claims the meeting for the caller; `undefined` if somebody else holds it. The store has only a digest of
   * the token, so the token cannot be read again. The answer to a `start` may get lost, though: for an
   * Idempotency-Key that nobody can guess, the token is derived from the key, so that a repeated call gets
   * the same token.
   */
  async claim(id: MeetingId, idempotencyKey: string | undefined): Promise<Claimed | undefined> {
    const token = tokenFor(id, idempotencyKey);
    const claiming = this.store.claim(id, nameOf(token), PENDING_SECONDS);
    try {
      if (await withTimeLimit(claiming)) return { token, isNew: true };
    } catch (error) {
      if (!isRepeatable(idempotencyKey)) this.releaseLate(id, token, claiming);
      throw error;
    }
    return (await this.holds(id, token)) ? { token, isNew: false } : undefined;
  }

  /** A claim that the store makes after the caller was told that it failed has no holder. */
  private releaseLate(id: MeetingId, token: string, claiming: Promise<boolean>): void {
    const release = async () => (await claiming) && this.store.release(id, nameOf(token));
    // If this fails, too, the claim ends by itself after a minute.
    void release().catch(() => undefined);
  }

  async holds(id: MeetingId, token: string): Promise<boolean> {
    if (!TOKEN.test(token)) return false;
    const holder = await withTimeLimit(this.store.holder(id));
    return holder !== undefined && isOneOf([Buffer.from(holder, 'hex')], token);
  }

  keep(id: MeetingId): Promise<void> {
    return withTimeLimit(this.store.keep(id, CLAIM_SECONDS));
  }

  /** Undoes a claim. */
  release(id: MeetingId, { token }: Claimed): Promise<void> {
    return withTimeLimit(this.store.release(id, nameOf(token)));
  }

  /**
   * The digest under which the meeting is held: the caller's own, or the holder's if a token or key ends the
   * meeting.
   */
  async held(id: MeetingId, secret: string, by: Principal['by']): Promise<string> {
    return by === 'claim' ? nameOf(secret) : ((await withTimeLimit(this.store.holder(id))) ?? '');
  }

  /**
   * Ends the claim after the meeting has ended, unless somebody other than `held` holds the meeting by now.
   * The answer may get lost, and the token is no longer valid then. A call with an Idempotency-Key is
   * therefore remembered, as long as the key is.
   */
  end(id: MeetingId, held: string, by: EndingCall): Promise<void> {
    const call = nameOfCall(by);
    const ended = call === undefined ? undefined : { call, seconds: CLIENT_KEY_SECONDS };
    return withTimeLimit(this.store.release(id, held, ended));
  }

  /** Whether the call repeats one that ended the meeting, even if somebody has started it again since. */
  async wasEndedBy(id: MeetingId, by: EndingCall): Promise<boolean> {
    const call = nameOfCall(by);
    return call !== undefined && withTimeLimit(this.store.wasEndedBy(id, call));
  }
}

/** Whether a repeated call with this key gets the same token. */
function isRepeatable(idempotencyKey = ''): boolean {
  return RANDOM_UUID.test(idempotencyKey);
}

function tokenFor(id: MeetingId, idempotencyKey = ''): string {
  if (!isRepeatable(idempotencyKey)) return randomBytes(32).toString('base64url');
  return createHmac('sha256', idempotencyKey).update(`kyukei leader of ${id}`).digest('base64url');
}

/** The digest that the store has in place of a token. */
function nameOf(token: string): string {
  return digestOf(token).toString('hex');
}

/** `undefined` = the call cannot be recognised again. */
function nameOfCall({ command, secret, idempotencyKey }: EndingCall): string | undefined {
  return idempotencyKey === undefined ? undefined : nameOf(JSON.stringify([command, secret, idempotencyKey]));
}
