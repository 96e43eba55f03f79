/** What a request may do on its meeting, and why: what came of its key or token. */
export interface Grant {
  readonly role: 'leader' | 'member';
  readonly by: 'key' | 'claim' | 'token';
  /** Until when, in milliseconds since the epoch; left out = as long as it is used. */
  readonly expiresAt?: number | undefined;
  /** The one client it is for; left out = any. */
  readonly clientId?: string | undefined;
}
