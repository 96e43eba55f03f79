import type { reservedNames } from '../../domain/log-entry.js';
import { Connected } from './dto/connected.js';
import { Goodbye, TokenExpiring } from './dto/endings.js';
import { Presence, requestFrames } from './dto/for-leaders.js';
import { Degraded, Heartbeat, Restored } from './dto/moments.js';
import { OverviewConnected, OverviewState } from './dto/overview.js';
import { State } from './dto/state.js';

/**
 * The frames that are not logged, with their data: about the stream itself, about its meeting as a whole, and
 * for leaders.
 */
export const transient = {
  connected: Connected,
  state: State,
  heartbeat: Heartbeat,
  degraded: Degraded,
  restored: Restored,
  presence: Presence,
  ...requestFrames,
  token_expiring: TokenExpiring,
  goodbye: Goodbye,
} as const satisfies Partial<Record<(typeof reservedNames)[number], new () => object>>;

export type TransientType = keyof typeof transient;

export type DataOf<T extends TransientType> = InstanceType<(typeof transient)[T]>;

/** The frames of an overview: two of its own, and some that the stream of a meeting also has. */
export const overview = {
  connected: OverviewConnected,
  state: OverviewState,
  heartbeat: Heartbeat,
  degraded: Degraded,
  restored: Restored,
  token_expiring: TokenExpiring,
  goodbye: Goodbye,
} as const satisfies Partial<Record<TransientType, new () => object>>;

export type OverviewDataOf<T extends keyof typeof overview> = InstanceType<(typeof overview)[T]>;
