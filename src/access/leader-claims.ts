import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { inTime } from '../stores/time-limit.js';
import { CLIENT_KEY_SECONDS } from '../stores/command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { ClaimStore } from '../stores/claim-store.js';
import type { Grant } from './grant.js';
import { digestOf, isOneOf } from './secrets.js';

/** As long as the meeting's own state: from its last command on. */
export const CLAIM_SECONDS = 86_400;

/** How long a meeting is held for a `start` that has not succeeded: one that fails must not lock it for a day. */
const PENDING_SECONDS = 60;

/** A leader's token: 256 bits. */
const TOKEN = /^[\w-]{43}$/;

/** A random UUID (RFC 9562, version 4): 122 bits that only the caller knows. */
const RANDOM_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export interface Claimed {
  readonly token: string;
  /** Not the repeated call of one that succeeded before. */
  readonly isNew: boolean;
}

/** With `LEADER_AUTH=claim` a meeting belongs to whoever started it, until it ends or nobody commands it for a day. */
@Injectable()
export class LeaderClaims {
  constructor(private readonly store: ClaimStore) {}

  /**
   * Holds the meeting for the caller; `undefined` when somebody else does. Only a digest of the token is kept, so it cannot be
   * told again. But the answer to a `start` may get lost: under an Idempotency-Key that nobody can guess, the token is made
   * from that key, and the repeated call gets the same.
   */
  async claim(id: MeetingId, idempotencyKey: string | undefined): Promise<Claimed | undefined> {
    const token = tokenFor(id, idempotencyKey);
    if (await inTime(this.store.claim(id, nameOf(token), PENDING_SECONDS))) return { token, isNew: true };
    return (await this.holds(id, token)) ? { token, isNew: false } : undefined;
  }

  async holds(id: MeetingId, token: string): Promise<boolean> {
    if (!TOKEN.test(token)) return false;
    const holder = await inTime(this.store.holder(id));
    return holder !== undefined && isOneOf([Buffer.from(holder, 'hex')], token);
  }

  keep(id: MeetingId): Promise<void> {
    return inTime(this.store.keep(id, CLAIM_SECONDS));
  }

  /** What was claimed is free again. */
  release(id: MeetingId, { token }: Claimed): Promise<void> {
    return inTime(this.store.release(id, nameOf(token)));
  }

  /** By which it is held: the token itself, or whose it is when another one is shown that gives a right to end it. */
  async held(id: MeetingId, secret: string, by: Grant['by']): Promise<string> {
    return by === 'claim' ? nameOf(secret) : ((await inTime(this.store.holder(id))) ?? '');
  }

  /**
   * The meeting has ended, and is nobody's; unless it is by now of somebody else than before (`held`). The answer may get lost, and
   * the token that could ask for it again is good for nothing now: under an Idempotency-Key the call is remembered, as long as the key.
   */
  end(id: MeetingId, held: string, secret: string, idempotencyKey: string | undefined): Promise<void> {
    const ended =
      idempotencyKey === undefined
        ? undefined
        : { call: callOf(secret, idempotencyKey), seconds: CLIENT_KEY_SECONDS };
    return inTime(this.store.release(id, held, ended));
  }

  /** Whether the call repeats one that ended the meeting, whoever may have started it anew since. */
  async wasEndedBy(id: MeetingId, secret: string, idempotencyKey: string | undefined): Promise<boolean> {
    return idempotencyKey !== undefined && inTime(this.store.wasEndedBy(id, callOf(secret, idempotencyKey)));
  }
}

function tokenFor(id: MeetingId, idempotencyKey = ''): string {
  if (!RANDOM_UUID.test(idempotencyKey)) return randomBytes(32).toString('base64url');
  return createHmac('sha256', idempotencyKey).update(`kyukei leader of ${id}`).digest('base64url');
}

/** What the store has in place of a token. */
function nameOf(token: string): string {
  return digestOf(token).toString('hex');
}

function callOf(secret: string, idempotencyKey: string): string {
  return nameOf(JSON.stringify([secret, idempotencyKey]));
}
