import type { OverviewState } from './frames.js';
import type { Frame, Known, Options } from './kyukei-client.js';

/** The client's knowledge of several meetings. */
export interface Overview extends Pick<Known, 'online' | 'degraded' | 'offset' | 'last_heard_at' | 'ended'> {
  /** The last `state` of each meeting by its id; a new map after each change. */
  meetings: ReadonlyMap<string, OverviewState>;
}

/** Stops following. */
export interface FollowingAll {
  (): void;
  /** Checks the connection now: after sleep, after a network change. May be called often. */
  wake(): void;
  /** The server's time in ms, for countdowns. */
  now(): number;
}

/**
 * Follows up to 50 meetings on one stream, through lost networks, sleep and deploys. `onChange` is called
 * with all that is known, and the name and data of the frame that changed it: `connected`, a `state` for each
 * meeting and change, `degraded`, `restored`, `heartbeat`, `goodbye`, and the client's own `offline`,
 * `refused` and `ended`, as of `follow`.
 *
 * @param server Its address; `''` from its own pages.
 */
export function followAll(
  server: string,
  meetingIds: readonly string[],
  onChange: (known: Overview, name: string, frame: Frame) => void,
  /** `role: 'leader'`: each `state` also has `requests`. */
  options?: Pick<Options, 'role' | 'token' | 'heartbeat'>,
): FollowingAll;
