/**
 * The caller of a request, identified by its key or token, and the permissions that follow for its meeting.
 */
export interface Principal {
  readonly role: 'leader' | 'member';
  readonly by: 'key' | 'claim' | 'token';
  /** When the permission ends, in milliseconds since the epoch; left out = it does not expire. */
  readonly expiresAt?: number | undefined;
  /** The only client that the token is for; left out = any client. */
  readonly clientId?: string | undefined;
}
