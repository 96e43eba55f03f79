/** Why the service ends a stream. */
export const goodbyeReasons = [
  'shutting_down',
  'store_unavailable',
  'internal_error',
  'overloaded',
  'expired',
  'caught_up',
] as const;

export type GoodbyeReason = (typeof goodbyeReasons)[number];

/** With an expired token there is no coming back, and who asked for the past alone has it; else the client is to reconnect. */
export function comesBack(reason: GoodbyeReason): boolean {
  return reason !== 'expired' && reason !== 'caught_up';
}

const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 5_000;

/** A client that found no place waits longer, since places come back one by one. */
const OVERLOADED_FACTOR = 4;

/** Milliseconds a client waits before it reconnects: a random time for each, so that a crowd does not return in one instant. */
export function retryMs(reason?: GoodbyeReason): number {
  const ms = RETRY_MIN_MS + Math.random() * (RETRY_MAX_MS - RETRY_MIN_MS);
  return Math.floor(ms) * (reason === 'overloaded' ? OVERLOADED_FACTOR : 1);
}
