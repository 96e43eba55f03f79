/** The parts of frames that a client keeps. Written by hand until the service's document names each frame. */

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

/** How many members are connected, saw the last break, went away, came back. */
export interface Members {
  connected: number;
  seen: number;
  away: number;
  back: number;
}

/** Why the service refused something (RFC 9457). Decide by `code`; the texts may change. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  code: string;
  errors?: { field: string; message: string }[];
}
