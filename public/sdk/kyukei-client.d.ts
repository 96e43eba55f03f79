/** A break, as `GET /api/meetings/{meeting_id}` says it. */
export interface Rest {
  rest_id: string;
  message: string;
  started_at: string;
  /** `null` = until a leader ends it; so is `ends_at`. */
  duration_seconds: number | null;
  ends_at: string | null;
}

export interface Schedule {
  every_minutes: number;
  duration_minutes: number;
  /** `suggest` tells the leaders that it is time; `auto` calls the break. */
  mode: 'suggest' | 'auto';
  warn_seconds: number;
}

/** How many streams are open, and how many members saw the last break, went away, came back. */
export interface Members {
  connected: number;
  seen: number;
  away: number;
  back: number;
}

/** All that is known of a meeting. What is optional is known from the first `state` on. */
export interface Known {
  phase: 'not_started' | 'in_progress' | 'on_break';
  /** The break that is on. */
  rest: Rest | null;
  started_at?: string | null;
  /** Since when work goes on without a break. Means something while `in_progress` only. */
  working_since?: string | null;
  schedule?: Schedule | null;
  next_rest_at?: string | null;
  /** As of the last `state`; leaders hear `presence` whenever it changes. */
  members?: Members;
  /** Whether the stream is open. */
  online: boolean;
  /** Whether the service is without its store, so that breaks may be late. */
  degraded: boolean;
  /** Milliseconds to add to `Date.now()` to get the server's time. */
  offset: number;
}

/** The data of a frame, as docs/protocol.md lists it; empty with `error`. */
export type Frame = Readonly<Record<string, unknown>>;

export interface Options {
  /** A leader also hears `presence` and `break_requested`, and is not counted. */
  role?: 'member' | 'leader';
  /** Names a member: two streams of one member count once. 1 to 64 of `A-Za-z0-9_-`. */
  client_id?: string;
  /** Where the service asks for it (`MEMBER_AUTH=token`). */
  token?: string;
  /** Seconds between heartbeats, 5 to 60; two and a half of silence, and a new stream is opened. Default: 30. */
  heartbeat?: number;
}

/**
 * Follows a meeting, through lost networks, sleep and deploys. `onChange` is called with all that is known, and with the name
 * and data of the frame that said so; `error` is the EventSource's own, when its connection broke.
 *
 * The browser comes back by itself, with the id of the last notice. A new stream is opened, from the same notice on, where it
 * would not: when a proxy answered with an error, and when a stream is silent for too long, as after sleep. After a `goodbye`
 * that says so, nothing is. What was missed then comes notice by notice, or as one `state` with `resync`.
 *
 * @param server Its address without a `/` at the end; `''` from its own pages.
 * @returns A function that stops.
 */
export function follow(
  server: string,
  meetingId: string,
  onChange: (known: Known, name: string, frame: Frame) => void,
  options?: Options,
): () => void;
