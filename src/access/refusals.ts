import { Refusal, refusal } from '../domain/refusal.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';

/**
 * One answer for every cause: the key or token is missing, wrong, expired or for another meeting, or there is
 * no meeting.
 */
export class Unauthorized extends refusal('unauthorized', 401, 'A valid key or token is needed') {
  constructor() {
    super('This call needs a key or a token that is valid for this meeting.');
  }
}

/**
 * The token is valid, but lacks the permission: it is a member's where a leader is needed, or for another
 * client.
 */
export class Forbidden extends refusal('forbidden', 403, 'The token does not give this permission') {
  constructor() {
    super('The token is valid, but does not permit this call.');
  }
}

/** The browser says that the calling page has an origin that `CORS_ORIGINS` does not name. */
export class OriginNotAllowed extends refusal(
  'origin_not_allowed',
  403,
  'The page may not call the service',
) {
  constructor() {
    super('Pages of this origin may not call the service: CORS_ORIGINS does not name it.');
  }
}

/** The service issues no tokens: it has no secret to sign with, or cannot tell who leads. */
export class TokensNotIssued extends refusal('tokens_not_issued', 409, 'Tokens are not issued here') {
  constructor() {
    super('Tokens are not issued here: set LEADER_AUTH=key or claim, and MEMBER_TOKEN_SECRETS.');
  }
}

/** The identity provider cannot be reached, so the service cannot check the token now. */
export class ProviderUnavailable extends Refusal {
  override readonly type = StoreUnavailable;

  constructor(cause: unknown) {
    super(`the identity provider's keys are not available: ${String(cause)}`, { cause });
  }

  override get detail(): string {
    return 'The token cannot be checked now, so nothing was done. Try again in some seconds.';
  }
}
