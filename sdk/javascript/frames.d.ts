/** Written by sdk/generate-types.mjs from the document of Kyukei 0.2.0. */

export interface Rest {
  /** Names the break. */
  rest_id: string;
  message: string;
  started_at: string;
  /** null = until a leader ends it. */
  duration_seconds: number | null;
  /** null = until a leader ends it. */
  ends_at: string | null;
}

export interface Schedule {
  every_minutes: number;
  duration_minutes: number;
  mode: 'suggest' | 'auto';
  warn_seconds: number;
  language: 'ja' | 'en';
}

export interface Members {
  /** Open streams of members, over all processes. */
  connected: number;
  /** Of the last break: how many have seen it, and said no more. */
  seen: number;
  away: number;
  back: number;
}

export interface Problem {
  /** The code as a URI. */
  type: string;
  /** The code in words, the same each time. */
  title: string;
  status: number;
  /** What happened this time, for people. */
  detail: string;
  /** What happened, for programs: a stable name. Later versions may add codes. */
  code: string;
  /** For invalid fields: which, and what is accepted. */
  errors?: FieldError[];
}

export interface FieldError {
  field: string;
  message: string;
}
