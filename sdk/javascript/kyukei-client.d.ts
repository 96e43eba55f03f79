import type { Members, Problem, Rest, Schedule } from './frames.js';
export type { Members, Problem, Rest, Schedule };

/** The client's knowledge of a meeting. Optional fields are set by the first `state`. */
export interface Known {
  phase: 'not_started' | 'in_progress' | 'on_break';
  /** The current break. */
  rest: Rest | null;
  started_at?: string | null;
  /** The title that the leader gave the meeting; null = none. */
  title?: string | null;
  /** When the current stretch of work began. Valid only while `phase` is `in_progress`. */
  working_since?: string | null;
  schedule?: Schedule | null;
  next_rest_at?: string | null;
  /**
   * The counts in the last `state`; for leaders also those in `presence`, which is sent after each change.
   */
  members?: Members;
  /** Whether a frame arrived within the last two heartbeats. */
  online: boolean;
  /** When the last frame arrived (`Date.now()`); `null` = never. */
  last_heard_at: number | null;
  /** Whether the service has lost its store, so that breaks may be late. */
  degraded: boolean;
  /**
   * Milliseconds to add to `Date.now()` to get the server's time, as of this frame. `now()` uses the latest
   * estimate.
   */
  offset: number;
  /**
   * Why the client has stopped for good: a refusal that a retry cannot fix, or a final goodbye. `null` =
   * still active.
   */
  ended: { problem: Problem } | { goodbye: Frame } | null;
}

/** The data of a frame, as listed in docs/protocol.md. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Frame = Readonly<Record<string, any>>;

/** The position of a frame in the meeting's log. */
export interface Place {
  /** The cursor after this frame. Store it and pass it to `follow` to resume from here. `''` = none yet. */
  cursor: string;
  /**
   * Whether the stream is replaying missed notices. Show nothing and play no sound until the `state` that
   * follows.
   */
  replayed: boolean;
}

export interface Options {
  /** A leader also gets `presence` and `break_requested`. Leaders and displays are not counted as members. */
  role?: 'member' | 'leader' | 'display' | undefined;
  /** Identifies a member: several streams with one id count once. 1 to 64 of `A-Za-z0-9_-`. */
  client_id?: string | undefined;
  /**
   * Needed if the service has `MEMBER_AUTH=token`. A function is called for each stream, and again after a
   * 401.
   */
  token?: string | undefined | (() => string | undefined | Promise<string | undefined>);
  /**
   * Seconds between heartbeats, 3 to 60. Without a frame for two of them, the client reconnects. Default: 30;
   * in an extension 20.
   */
  heartbeat?: number | undefined;
  /** Resume from here: the `cursor` of the last notice that was handled. */
  cursor?: string | undefined;
  /** The route below `/api/sse/` and the beginning of its query; used by `followAll`. */
  path?: string | undefined;
}

/** Stops following. */
export interface Following {
  (): void;
  /** Checks the connection now: after sleep, after a network change, in an alarm. May be called often. */
  wake(): void;
  /**
   * Acknowledges the current break as `seen`, with this name if given. Leaders see it. Needs a `client_id`;
   * it may be called often.
   */
  shows(who?: { name?: string | undefined }): void;
  /** The server's time in ms, for countdowns. */
  now(): number;
}

/**
 * Follows a meeting, through lost networks, sleep and deploys. `onChange` is called with all that is known,
 * the name and data of the frame that changed it, and its place in the log. Beside the service's frames, the
 * client reports:
 *
 * - `offline` `{}`: the stream broke off, or was silent for two heartbeats. The client tries again.
 * - `refused` `{status, problem}`: an error answer. The client tries again, unless `ended` follows.
 * - `ended` `{problem}` or `{goodbye}`: a retry would not help. The client has stopped.
 *
 * Missed notices arrive one by one, each once, or as one `state` with `resync`.
 *
 * @param server Its address; `''` from its own pages.
 */
export function follow(
  server: string,
  meetingId: string,
  onChange: (known: Known, name: string, frame: Frame, place: Place) => void,
  options?: Options,
): Following;
