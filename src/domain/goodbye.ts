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

/** The reasons why a stream ends: its client left or did not read, or the service said goodbye. */
export const streamEnds = ['client_left', 'slow', ...goodbyeReasons] as const;

export type StreamEnd = (typeof streamEnds)[number];

/**
 * Whether the client should reconnect. A client with an expired token cannot, and a client that asked only
 * for past notices has them all.
 */
export function comesBack(reason: GoodbyeReason): boolean {
  return reason !== 'expired' && reason !== 'caught_up';
}
