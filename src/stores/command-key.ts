import { createHash, randomUUID } from 'node:crypto';
import { refusal } from '../domain/refusal.js';
import type { LoggedNotice } from '../domain/notice.js';

/**
 * Names one command, so that it is applied once however often it arrives: from a client that repeats it under the same
 * `Idempotency-Key`, or from ourselves after an outcome that nobody knows (a timeout, a cut connection).
 */
export interface CommandKey {
  /** Safe in a key of the store: never the client's own text. */
  readonly name: string;
  /** What the command was; the same name with another content is a mistake of the client's. */
  readonly fingerprint: string;
  readonly keptSeconds: number;
}

/** What a command did, kept under its key. */
export interface Done {
  readonly fingerprint: string;
  readonly notices: readonly LoggedNotice[];
}

/** Contract §6. */
export const CLIENT_KEY_SECONDS = 86_400;

/** Long enough for our own retry, which comes within a second. */
const OWN_KEY_SECONDS = 10;

/** The key of a call; `call` is all that makes it another one. */
export function keyFor(call: object, idempotencyKey?: string): CommandKey {
  // Nobody else can come under a name of ours.
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
