/** The same words for every cause: missing, wrong, expired, of another meeting, of a meeting that does not exist. */
export class Unauthorized extends Error {
  constructor() {
    super('This needs a key or a token that is good for this meeting.');
    this.name = 'Unauthorized';
  }
}

/** A good token, but for somebody else: of a member where a leader is needed, or of another client. */
export class Forbidden extends Error {
  constructor() {
    super('The token does not give the right to this.');
    this.name = 'Forbidden';
  }
}

/** A browser says that the page which calls is not one of `CORS_ORIGINS`. */
export class OriginNotAllowed extends Error {
  constructor() {
    super('Pages of this origin may not call the service: CORS_ORIGINS does not name it.');
    this.name = 'OriginNotAllowed';
  }
}

export class TooManyCalls extends Error {
  constructor(seconds: number) {
    super(`Too many calls. Try again in ${seconds} seconds.`);
    this.name = 'TooManyCalls';
  }
}

/** Without a secret to sign with, or without a leader who is known as one, the service makes no tokens. */
export class TokensNotIssued extends Error {
  constructor() {
    super('Tokens are not issued here: that needs LEADER_AUTH=key or claim, and MEMBER_TOKEN_SECRETS.');
    this.name = 'TokensNotIssued';
  }
}

/** Whether a token is good cannot be said now. */
export class ProviderUnavailable extends Error {
  constructor(cause: unknown) {
    super(`the identity provider's keys cannot be had: ${String(cause)}`, { cause });
    this.name = 'ProviderUnavailable';
  }
}
