/** Seconds between the heartbeats of a stream (contract §9): what a client or an operator may choose, inclusive. */
export const HEARTBEAT = { minimum: 3, maximum: 60 } as const;
