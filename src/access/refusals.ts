import { Refusal, refusal } from '../domain/refusal.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';

/** One answer for every cause: the key or token is missing, wrong, expired, or of another meeting, or there is no meeting. */
export class Unauthorized extends refusal('unauthorized', 401, 'A good key or token is needed') {
  constructor() {
    super('This needs a key or a token that is good for this meeting.');
  }
}

/** The token is good, but for somebody else: for a member where a leader is needed, or for another client. */
export class Forbidden extends refusal('forbidden', 403, 'The token does not give this right') {
  constructor() {
    super('The token does not give the right to this.');
  }
}

/** A browser says that the page which calls is not one of `CORS_ORIGINS`. */
export class OriginNotAllowed extends refusal(
  'origin_not_allowed',
  403,
  'The page may not call the service',
) {
  constructor() {
    super('Pages of this origin may not call the service: CORS_ORIGINS does not name it.');
  }
}

/** The service makes no tokens: it has no secret to sign with, or no way to know a leader. */
export class TokensNotIssued extends refusal('tokens_not_issued', 409, 'Tokens are not issued here') {
  constructor() {
    super('Tokens are not issued here: that needs LEADER_AUTH=key or claim, and MEMBER_TOKEN_SECRETS.');
  }
}

/** The identity provider cannot be reached, so the service cannot tell now whether a token is good. */
export class ProviderUnavailable extends Refusal {
  override readonly type = StoreUnavailable;

  constructor(cause: unknown) {
    super(`the identity provider's keys cannot be had: ${String(cause)}`, { cause });
  }

  override get detail(): string {
    return 'Whether the token is good cannot be told now, so nothing was done. Try again in some seconds.';
  }
}
