/** The reasons why the service ends a stream. */
export const goodbyeReasons = [
  'shutting_down',
  'store_unavailable',
  'internal_error',
  'overloaded',
  'expired',
  'caught_up',
] as const;

export type GoodbyeReason = (typeof goodbyeReasons)[number];

/**
 * Whether the client should reconnect. A client with an expired token cannot, and a client that asked only
 * for past notices has them all.
 */
export function comesBack(reason: GoodbyeReason): boolean {
  return reason !== 'expired' && reason !== 'caught_up';
}

const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 5_000;

/** Factor for a client that found no free place. It waits longer, because places become free one by one. */
const OVERLOADED_FACTOR = 4;

/**
 * Milliseconds that a client waits before it reconnects. The time is random, so that many clients do not
 * reconnect at the same moment.
 */
export function retryMs(reason?: GoodbyeReason): number {
  const ms = RETRY_MIN_MS + Math.random() * (RETRY_MAX_MS - RETRY_MIN_MS);
  return Math.floor(ms) * (reason === 'overloaded' ? OVERLOADED_FACTOR : 1);
}
