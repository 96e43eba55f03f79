import type { Members, Problem, Rest, Schedule } from './frames.js';
export type { Members, Problem, Rest, Schedule };

/** All that is known of a meeting. What is optional is known from the first `state` on. */
export interface Known {
  phase: 'not_started' | 'in_progress' | 'on_break';
  /** The break that is on. */
  rest: Rest | null;
  started_at?: string | null;
  /** What the leader calls the meeting; null = nothing. */
  title?: string | null;
  /** Since when work goes on without a break. Means something while `in_progress` only. */
  working_since?: string | null;
  schedule?: Schedule | null;
  next_rest_at?: string | null;
  /** As of the last `state`; leaders hear `presence` whenever it changes. */
  members?: Members;
  /** Whether the service was heard within two heartbeats. */
  online: boolean;
  /** When it was heard last, by the desk's clock in ms; `null` = never. */
  last_heard_at: number | null;
  /** Whether the service is without its store, so that breaks may be late. */
  degraded: boolean;
  /** Milliseconds to add to `Date.now()` to get the server's time. It gets better: `now()` takes the best there is. */
  offset: number;
  /** Why nothing is tried any more: a refusal that trying cannot mend, or a goodbye for good. `null` = it goes on. */
  ended: { problem: Problem } | { goodbye: Frame } | null;
}

/** The data of a frame, as docs/protocol.md lists it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Frame = Readonly<Record<string, any>>;

/** Where in the log of the meeting one is. */
export interface Place {
  /** After the frame that is told: keep it, and give it to `follow` to go on from there. `''` = nowhere yet. */
  cursor: string;
  /** Whether the stream is still saying what was missed. Show and chime for nothing until the `state` that follows. */
  replayed: boolean;
}

export interface Options {
  /** A leader also hears `presence` and `break_requested`, and neither a leader nor a display is counted. */
  role?: 'member' | 'leader' | 'display';
  /** Names a member: two streams of one member count once. 1 to 64 of `A-Za-z0-9_-`. */
  client_id?: string;
  /** Where the service asks for it (`MEMBER_AUTH=token`). A function is called for each stream, and again after a 401. */
  token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Seconds between heartbeats, 3 to 60; after two of silence a new stream is opened. Default: 30; in an extension 20. */
  heartbeat?: number;
  /** Go on from here: the `cursor` of the last notice that was dealt with. */
  cursor?: string;
  /** The stream below `/api/sse/`, and the beginning of its query: for `followAll`. */
  path?: string;
}

/** Called, it stops. */
export interface Following {
  (): void;
  /** Looks now: after sleep, when the network changed, in an alarm. It may be called often. */
  wake(): void;
  /**
   * Says that the page shows the break that is on: leaders see it as `seen`, under this name if there is one. Needs a `client_id`;
   * it may be called often.
   */
  shows(who?: { name?: string | undefined }): void;
  /** The server's time, in ms: what countdowns count by. */
  now(): number;
}

/**
 * Follows a meeting, through lost networks, sleep and deploys. `onChange` is called with all that is known, the name and data of
 * the frame that said so, and where in the log that is. Beside the service's frames there are
 *
 * - `offline` `{}`: the stream broke off, or was silent for two heartbeats. It is tried again.
 * - `refused` `{status, problem}`: something answered with an error. It is tried again, unless `ended` follows.
 * - `ended` `{problem}` or `{goodbye}`: trying again would not help. Nothing comes any more.
 *
 * What was missed comes notice by notice, each once, or as one `state` with `resync`.
 *
 * @param server Its address without a `/` at the end; `''` from its own pages.
 */
export function follow(
  server: string,
  meetingId: string,
  onChange: (known: Known, name: string, frame: Frame, place: Place) => void,
  options?: Options,
): Following;
