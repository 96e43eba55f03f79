import { createHash, randomUUID } from 'node:crypto';
import { refusal } from '../domain/refusal.js';
import type { LoggedNotice } from '../domain/notice.js';

/**
 * The idempotency key of one command, so that it is applied once however often it arrives: from a client that
 * repeats it under the same `Idempotency-Key`, or from this service after an unknown outcome (a timeout, a
 * cut connection).
 */
export interface CommandKey {
  /** Safe as part of a store's key: a digest or a UUID, never the client's text. */
  readonly name: string;
  /** Digest of the command's content. The same name with another content is a client's mistake. */
  readonly fingerprint: string;
  readonly keptSeconds: number;
}

/** The stored result of a command. */
export interface Done {
  readonly fingerprint: string;
  readonly notices: readonly LoggedNotice[];
}

/** How long a client's key is remembered; the API promises 24 hours. */
export const CLIENT_KEY_SECONDS = 86_400;

/** How long our own key is remembered; our retry comes within a second. */
const OWN_KEY_SECONDS = 10;

/** The key of a call; `call` holds everything that distinguishes it from another call. */
export function keyFor(call: object, idempotencyKey?: string): CommandKey {
  // Our own name is random, so no other command can have it.
  if (idempotencyKey === undefined)
    return { name: randomUUID(), fingerprint: '', keptSeconds: OWN_KEY_SECONDS };
  const fingerprint = sha256(JSON.stringify(call));
  return { name: sha256(idempotencyKey), fingerprint, keptSeconds: CLIENT_KEY_SECONDS };
}

export class IdempotencyKeyReused extends refusal(
  'idempotency_key_reused',
  422,
  'The Idempotency-Key belongs to another command',
) {
  constructor() {
    super('This Idempotency-Key was used for another command on this meeting in the last 24 hours.');
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
