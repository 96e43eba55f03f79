/**
 * The messages between the background and its views (the overlay in a meeting's page, and the popup), over
 * one `runtime.connect` port. Views store nothing and call no server: they draw the last `State` and send
 * `Request`s. Both kinds of view get the same `State`, which has no secrets.
 */

export type Language = 'ja' | 'en';

/** A break, in the format of `GET /api/meetings/{meeting_id}`. */
export interface Rest {
  rest_id: string;
  message: string;
  /** `default` = nobody wrote a message; views show a default in their own language. */
  message_code?: 'default' | 'custom';
  started_at: string;
  /** `null` = until a leader ends it. */
  ends_at: string | null;
}

export interface Person {
  name: string | null;
  status: 'seen' | 'away' | 'back';
}

export interface Schedule {
  every_minutes: number | null;
  duration_minutes: number;
  mode: 'suggest' | 'auto';
}

/**
 * Where the user moved a part of the overlay: fractions of the free space, 0 to 1 from the left and from the
 * top.
 */
export interface Place {
  x: number;
  y: number;
}

export interface State {
  language: Language;
  /** The URL of the service, without a trailing `/`; `''` = not set. */
  server: string;
  /** The meeting of this view's tab, or the one whose code the user entered. */
  meeting: string | null;
  /**
   * How the meeting was found: in the tab's current address, in an earlier address of that tab, or typed by
   * the user.
   */
  found: 'address' | 'remembered' | 'typed' | null;
  /** The link for members: `{server}/m/{meeting}`. */
  link: string | null;
  role: 'member' | 'leader';
  /** `refused` = the service wants another key or token; `none` = no meeting is followed. */
  connection: 'none' | 'connecting' | 'online' | 'reconnecting' | 'refused';
  /** The store is unavailable to the service, so breaks may be late. */
  degraded: boolean;
  /** `unknown` until the first `state` frame; until then views show no break. */
  phase: 'unknown' | 'not_started' | 'in_progress' | 'on_break' | 'ended';
  title: string | null;
  working_since: string | null;
  /** The current break. */
  rest: Rest | null;
  /** The last break that was shown, once it is over. Views show that for a minute, counted from `at`. */
  over: { rest_id: string; at: string } | null;
  next_rest_at: string | null;
  schedule: Schedule | null;
  /** The length in minutes of a planned break that is due and that a leader should call. */
  suggested_minutes: number | null;
  /** Milliseconds to add to `Date.now()` to get the server's time. */
  offset: number;
  /** This user's answer to the current break, or to the one that has just ended. */
  said: 'seen' | 'away' | 'back' | null;
  /** Whether this user has asked for a break since the last one, or for more time in this one. */
  asked: boolean;
  members: { connected: number; seen: number; away: number; back: number } | null;
  /** Leaders only. */
  roster: Person[] | null;
  all_back: boolean;
  requests: { kind: 'break' | 'more_time'; count: number; threshold: number; reached: boolean } | null;
  /** The last announcement, and until when it is shown: milliseconds, by the server's clock. */
  announcement: { id: string; message: string; until: number } | null;
  /**
   * Until when this user may undo their last command: milliseconds, by the server's clock; 0 = nothing to
   * undo.
   */
  undo_until: number;
  /** How the user left the overlay. */
  view: View;
}

export interface View {
  /** `rest_id` of the break that the user made small; the next break is large again. */
  small: string;
  places: { card?: Place; pill?: Place };
  /** Whether a small cup stays on the page while no break is on (options page). */
  cup: boolean;
}

/**
 * Messages from the background. `texts` comes first, and again when the language changes, because views
 * cannot read files.
 */
export type Told =
  | { type: 'texts'; language: Language; texts: Record<string, string> }
  | { type: 'state'; state: State }
  /** The answer to the request with this id. `code` is the service's problem code, or `unreachable`. */
  | { type: 'done'; id: number }
  | { type: 'refused'; id: number; code: string; detail: string };

/** Messages from views. Requests with an `id` get an answer. */
export type Request =
  /**
   * The page's own address, sent at first and after each change. The popup sends the address of the active
   * tab.
   */
  | { type: 'address'; href: string; tab?: number }
  /** The network is back, or the page is visible again: reconnect now. */
  | { type: 'wake' }
  /** The break is on a visible screen. The background sends the answer `seen`, once. */
  | { type: 'shown'; rest_id: string }
  | { type: 'view'; view: Partial<View> }
  | { type: 'command'; id: number; command: Command };

export type Command =
  /**
   * A code, or an address of a meeting or of a member page, whose token is stored. `null` = stop following.
   */
  | { name: 'follow'; meeting: string | null }
  | { name: 'lead'; on: boolean }
  /** A key or a leader token for this server. */
  | { name: 'credential'; secret: string }
  | { name: 'answer'; status: 'away' | 'back' }
  /** Asks for a break, or for more time in the current break. */
  | { name: 'ask' }
  | { name: 'start' }
  | { name: 'end' }
  /** `minutes: null` = until a leader ends it; `until` = a time of day, `HH:MM`. */
  | ({ name: 'rest'; message: string } & ({ minutes: number | null } | { until: string }))
  /** Moves the end of the break: by `seconds`, later or earlier, or to a time of day, `HH:MM`. */
  | { name: 'extend'; seconds: number }
  | { name: 'extend'; until: string }
  /** Sends a message to all members, without a break. */
  | { name: 'announce'; message: string }
  /** Undoes the last command. */
  | { name: 'undo' }
  | { name: 'resume' }
  | { name: 'plan'; plan: Plan | null }
  | { name: 'snooze'; minutes: number }
  | { name: 'skip' };

export type Plan = { mode: 'suggest' | 'auto' } & (
  { preset: 'jp-mhlw' | 'uk-hse' | 'brain-break' } | { every_minutes: number; duration_minutes: number }
);

/**
 * The user's settings in `storage.local`, which only the extension's own pages and its background can read.
 */
export interface Settings {
  server: string;
  /** The API key of the service, which opens every meeting. */
  key: string;
  name: string;
  /** `''` = the browser's language. */
  language: Language | '';
  chime: boolean;
  notify: boolean;
  cup: boolean;
}
