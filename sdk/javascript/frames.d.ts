/** Written by sdk/generate-types.mjs from the service's API document. */

export interface Rest {
  /** The id of the break. */
  rest_id: string;
  message: string;
  started_at: string;
  /** null: the break lasts until a leader ends it. */
  duration_seconds: number | null;
  /** null: the break lasts until a leader ends it. */
  ends_at: string | null;
}

export interface Schedule {
  /** Minutes of work between two breaks; null = by the clock. */
  every_minutes: number | null;
  /** The times of the day; null = by minutes of work. */
  at: string[] | null;
  /** The time zone of these times. */
  time_zone: string | null;
  duration_minutes: number;
  mode: ScheduleMode;
  warn_seconds: number;
  language: Language;
}

export interface Members {
  /** Number of connected members, over all processes. */
  connected: number;
  /** Number of members that have seen the last break and have sent no other answer. */
  seen: number;
  away: number;
  back: number;
}

export interface Problem {
  /** The code as a URI. */
  type: string;
  /** The code in words; the same in each answer with this code. */
  title: string;
  status: number;
  /** The reason in this case, for people. */
  detail: string;
  /** Stable name of the problem, for programs. Later versions may add codes. */
  code: string;
  /** The invalid fields, and what each of them accepts. */
  errors?: FieldError[];
}

export interface TokenAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Token issued';
  meeting_id: string;
  /** A JWT: `Authorization: Bearer`, or `?token=` on a stream. */
  token: string;
  /** When the token expires. */
  expires_at: string;
}

export interface CodeAnswer {
  message: 'Code issued';
  meeting_id: string;
  /** Put it into the fragment of a link: `/console/{id}#code=…`. */
  code: string;
  /** When the code expires: a minute from now. */
  expires_at: string;
}

export interface HandoverAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Meeting handed over';
  meeting_id: string;
  /** Gives the right to lead the meeting: send it as `Authorization: Bearer`. */
  leader_token: string;
  /** When the token expires. null: it is the `leader_token` of the start, which ends with the meeting. */
  expires_at: string | null;
}

export interface MeetingsAnswer {
  /** In the order of the query. A meeting that was not started has `meeting_id` and `phase` only. */
  meetings: MeetingInList[];
  /** The server's time. */
  server_time: string;
}

export interface StartAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Meeting started';
  meeting_id: string;
  /** With `LEADER_AUTH=claim`, in the answer to the first start: every later command needs it. It is sent once; store it. */
  leader_token?: string;
}

export interface RestAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  /** The id of the break. */
  rest_id: string;
  /** null: the break lasts until a leader ends it. */
  duration_seconds: number | null;
  /** null: the break lasts until a leader ends it. */
  ends_at: string | null;
  /** The server's time of the decision. */
  server_time: string;
  message: 'Rest notification sent';
  meeting_id: string;
  /** When the break began; the same time as in the notice. */
  timestamp: string;
}

export interface ResumeAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Meeting resumed';
  meeting_id: string;
}

export interface ExtendAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  /** The id of the break. */
  rest_id: string;
  /** null: the break lasts until a leader ends it. */
  duration_seconds: number | null;
  /** null: the break lasts until a leader ends it. */
  ends_at: string | null;
  /** The server's time of the decision. */
  server_time: string;
  message: 'Break extended';
  meeting_id: string;
}

export interface AnnouncementAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Announcement sent';
  meeting_id: string;
  /** When it was sent; the same time as in the notice. */
  timestamp: string;
}

export interface EndAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Meeting ended';
  meeting_id: string;
}

export interface UndoAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Command undone';
  meeting_id: string;
  /** The last notice of the command. */
  undone_event: string;
  /** The id of that notice. */
  undone_id: string;
  /** The server's time of the decision. */
  server_time: string;
}

export interface SnapshotAnswer {
  meeting_id: string;
  phase: 'not_started' | 'in_progress' | 'on_break';
  started_at: string | null;
  /** The title that the leader gave the meeting; null: none. */
  title: string | null;
  /** When the current stretch of work began; null during a break. */
  working_since: string | null;
  /** The running break; null if there is none. */
  rest: Rest | null;
  /** null = none. */
  schedule: Schedule | null;
  /** The next planned break; null without a schedule, and during a break. */
  next_rest_at: string | null;
  members: Members;
  /** The id of the last notice that the snapshot includes. */
  cursor: string;
  /** The server's time. */
  server_time: string;
}

export interface ScheduleAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Schedule changed';
  meeting_id: string;
  /** null = none. */
  schedule: Schedule | null;
  /** null while a break is on. */
  next_rest_at: string | null;
  /** How often the next break can still be postponed. */
  snoozes_left: number;
  /** The preset whose minutes the plan has; null = none. */
  preset: SchedulePreset | null;
  /** Minutes of work without a break, if the next one comes as planned; null = not known, as during a break. */
  stretch_minutes: number | null;
  /** Whether the preset's guideline allows such a stretch; null = there is no preset. */
  within_guideline: boolean | null;
  /** The server's time of the decision. */
  server_time: string;
}

export interface AckAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Acknowledged';
  meeting_id: string;
  /** The break. */
  rest_id: string;
  members: Members;
}

export interface RequestAnswer {
  /** Unknown fields of the body, which were ignored; at most 10. Left out if there are none. */
  ignored?: string[];
  message: 'Break requested' | 'More time requested';
  meeting_id: string;
  /** Number of members that ask. */
  count: number;
  /** The number of requests from which a leader should call a break. */
  threshold: number;
  reached: boolean;
}

export interface Connected {
  message: 'Connected to meeting';
  meeting_id: string;
}

export interface State {
  meeting_id: string;
  phase: 'not_started' | 'in_progress' | 'on_break';
  started_at: string | null;
  /** The title that the leader gave the meeting; null: none. */
  title: string | null;
  /** When the current stretch of work began; null during a break. */
  working_since: string | null;
  /** The running break; null if there is none. */
  rest: Rest | null;
  /** null = none. */
  schedule: Schedule | null;
  /** The next planned break; null without a schedule, and during a break. */
  next_rest_at: string | null;
  members: Members;
  /** The id of the last notice that the snapshot includes. */
  cursor: string;
  /** The server's time. */
  server_time: string;
  /** Whether notices are missing between the last one that the client has and this state. */
  resync: boolean;
}

export interface Heartbeat {
  /** The server's time. */
  timestamp: string;
  /** The same as `timestamp`. */
  server_time: string;
}

export interface Degraded {
  /** The server's time. */
  timestamp: string;
}

export interface Restored {
  /** The server's time. */
  timestamp: string;
}

export interface Presence {
  meeting_id: string;
  members: Members;
  /** The server's time. */
  server_time: string;
}

export interface BreakRequested {
  event: 'break_requested';
  meeting_id: string;
  /** Number of members that ask for a break, while none is on; 0 once a leader has reacted. */
  count: number;
  /** The number of requests from which a leader should call a break. */
  threshold: number;
  reached: boolean;
  timestamp: string;
}

export interface MoreTimeRequested {
  event: 'more_time_requested';
  meeting_id: string;
  /** Number of members that ask for more time, while a break with an end is on; 0 once a leader has reacted. */
  count: number;
  /** The number of requests from which a leader should extend the break. */
  threshold: number;
  reached: boolean;
  timestamp: string;
  /** The break that is on. */
  rest_id: string;
}

export interface TokenExpiring {
  /** When the token expires and the stream ends. */
  expires_at: string;
}

export interface Goodbye {
  /** Why the stream ends. Later versions may add reasons; `reconnect` says what to do. */
  reason: string;
  /** Whether the client should reconnect. */
  reconnect: boolean;
  /** With `reconnect`: the number of milliseconds to wait before that. */
  retry_ms?: number;
}

/** All notices of a meeting; `event` tells them apart. Later versions may add notices. */
export type Notice =
  | MeetingStarted
  | RestRequired
  | RestExtended
  | RestEndingSoon
  | RestEnded
  | AllBack
  | ScheduleChanged
  | RestUpcoming
  | RestSuggested
  | Announcement
  | Undone
  | MeetingEnded;

export interface OverviewConnected {
  message: 'Connected to meetings';
  /** The meetings of the stream; the `state` of each follows. */
  meeting_ids: string[];
}

export interface OverviewState {
  meeting_id: string;
  phase: 'not_started' | 'in_progress' | 'on_break';
  started_at: string | null;
  /** The title that the leader gave the meeting; null: none. */
  title: string | null;
  /** When the current stretch of work began; null during a break. */
  working_since: string | null;
  /** The running break; null if there is none. */
  rest: Rest | null;
  /** null = none. */
  schedule: Schedule | null;
  /** The next planned break; null without a schedule, and during a break. */
  next_rest_at: string | null;
  members: Members;
  /** The id of the last notice that the snapshot includes. */
  cursor: string;
  /** The server's time. */
  server_time: string;
  /** Whether notices are missing between the last one that the client has and this state. */
  resync: boolean;
  /** With `role=leader`: the requests for a break. */
  requests?: RequestsInAnswer;
}

export type ScheduleMode = 'suggest' | 'auto';

export type Language = 'ja' | 'en';

export interface FieldError {
  field: string;
  message: string;
}

export interface MeetingInList {
  meeting_id: string;
  phase: 'not_started' | 'in_progress' | 'on_break';
  started_at?: string | null;
  /** The title that the leader gave the meeting; null: none. */
  title?: string | null;
  /** When the current stretch of work began; null during a break. */
  working_since?: string | null;
  /** The running break; null if there is none. */
  rest?: Rest | null;
  /** null = none. */
  schedule?: Schedule | null;
  /** The next planned break; null without a schedule, and during a break. */
  next_rest_at?: string | null;
  members?: Members;
  /** The id of the last notice that the snapshot includes. */
  cursor?: string;
  /** The server's time. */
  server_time?: string;
  /** With `role=leader`: the requests for a break. */
  requests?: RequestsInAnswer;
}

/** Minutes of work and of break by name: `jp-mhlw` 60/10, `uk-hse` 50/5, `brain-break` 30/10. In place of all other numbers and times. */
export type SchedulePreset = 'jp-mhlw' | 'uk-hse' | 'brain-break';

/** The meeting was started, or started again. */
export interface MeetingStarted {
  event: 'meeting_started';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** The meeting's title; null = none. */
  title?: string | null;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** A break. The only notice that is sent under another name: `message`. Without an end, `duration_seconds` and `ends_at` are null. */
export interface RestRequired {
  event: 'rest_required';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** For members to read. */
  message: string;
  /** `default`: the leader gave no text. */
  message_code: 'default' | 'custom';
  /** The language of the default texts about this break. */
  language: 'ja' | 'en';
  /** The id of the break. */
  rest_id: string;
  /** How long the break is, in seconds. */
  duration_seconds: number | null;
  /** When the break ends. */
  ends_at: string | null;
  /** The server's time, for the countdown. */
  server_time: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** The end of the break moved: later or earlier, or the break has one now. */
export interface RestExtended {
  event: 'rest_extended';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** The id of the break. */
  rest_id: string;
  /** How long the break is, in seconds. */
  duration_seconds: number;
  /** When the break ends. */
  ends_at: string;
  /** The server's time, for the countdown. */
  server_time: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** The break ends in a minute. Sent for breaks of three minutes and more. */
export interface RestEndingSoon {
  event: 'rest_ending_soon';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** The id of the break. */
  rest_id: string;
  /** How long the break is, in seconds. */
  duration_seconds: number;
  /** When the break ends. */
  ends_at: string;
  /** For members to read. */
  message: string;
  /** The server's time, for the countdown. */
  server_time: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** The break is over. Sent once for each break: it ran out (`timer`), a leader ended it (`leader`), a new break or start replaced it (`restarted`), or the meeting ended (`meeting_ended`). */
export interface RestEnded {
  event: 'rest_ended';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** The id of the break. */
  rest_id: string;
  /** Why the break is over. */
  reason: 'leader' | 'timer' | 'restarted' | 'meeting_ended';
  /** When the next break is planned. */
  next_rest_at: string | null;
  /** For members to read. */
  message: string;
  /** The server's time, for the countdown. */
  server_time: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** Everybody who answered the break is back. Sent once for each break. */
export interface AllBack {
  event: 'all_back';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** The id of the break. */
  rest_id: string;
  /** For members to read. */
  message: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** The schedule was set or removed; the next break was postponed (`snoozed`) or skipped, or nobody was there for it (`slept`). */
export interface ScheduleChanged {
  event: 'schedule_changed';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** The kind of change. */
  reason: 'set' | 'removed' | 'snoozed' | 'skipped' | 'slept';
  /** The plan; null = none. */
  schedule: Schedule | null;
  /** When the next break is planned. */
  next_rest_at: string | null;
  /** How often the next break can still be postponed. */
  snoozes_left: number;
  /** The preset whose minutes the plan has. */
  preset?: 'jp-mhlw' | 'uk-hse' | 'brain-break' | null;
  /** Minutes of work without a break, if the next one comes as planned. */
  stretch_minutes?: number | null;
  /** Whether the preset's guideline allows such a stretch. */
  within_guideline?: boolean | null;
  /** The server's time, for the countdown. */
  server_time: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** A planned break begins in `warn_seconds`. */
export interface RestUpcoming {
  event: 'rest_upcoming';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** When the next break is planned. */
  next_rest_at: string;
  /** `auto`: the break begins by itself. */
  mode: 'suggest' | 'auto';
  /** For members to read. */
  message: string;
  /** The server's time, for the countdown. */
  server_time: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** It is time for a planned break, which a leader should call; `next_rest_at` is the break after it. With `auto` the break begins instead. */
export interface RestSuggested {
  event: 'rest_suggested';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** How long the break would be, in minutes. */
  duration_minutes: number;
  /** When the next break is planned. */
  next_rest_at: string;
  /** For members to read. */
  message: string;
  /** The server's time, for the countdown. */
  server_time: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** A leader sent an announcement, without a break. Not part of `state`. */
export interface Announcement {
  event: 'announcement';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** For members to read. */
  message: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** The last command was undone. `state` follows, with the meeting as it was before that command. */
export interface Undone {
  event: 'undone';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** The command's last notice. */
  undone_event: string;
  /** The id of that notice. */
  undone_id: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

/** The meeting was ended. The stream stays open, because the id may be used again. */
export interface MeetingEnded {
  event: 'meeting_ended';
  /** The meeting. */
  meeting_id: string;
  /** When it happened. */
  timestamp: string;
  /** For leaders only: the name that the caller of the command gave. Left out if there was none. */
  by?: string;
}

export interface RequestsInAnswer {
  /** Number of members that ask for a break. */
  count: number;
  /** The number of requests from which a leader should call a break. */
  threshold: number;
  reached: boolean;
}
