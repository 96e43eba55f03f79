/**
 * Interval between the heartbeats of a stream, in seconds (docs/protocol.md): the range that clients and
 * operators may choose from, inclusive.
 */
export const HEARTBEAT = { minimum: 3, maximum: 60 } as const;
