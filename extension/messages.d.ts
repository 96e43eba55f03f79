/**
 * What the background says to its views (the overlay in a meeting's page, the popup), and they to it, each over one
 * `runtime.connect` port named `page` or `popup`. Views keep nothing and call nothing: they draw the last `State`, and send
 * `Request`s. Both kinds of view get the same `State`; secrets are in neither.
 */

export type Language = 'ja' | 'en';

/** A break, as `GET /api/meetings/{meeting_id}` has it. */
export interface Rest {
  rest_id: string;
  message: string;
  /** `default` = nobody wrote the message; views then say it in their own language. */
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

/** Where something of the overlay was moved to: shares of the free space, 0 to 1 from the left and from the top. */
export interface Place {
  x: number;
  y: number;
}

export interface State {
  language: Language;
  /** Address of the service, without `/` at the end; `''` = none is set yet. */
  server: string;
  /** The meeting that this view's tab is in, or that the user follows by code. */
  meeting: string | null;
  /** How the meeting was found: by the tab's address now, by an earlier one of the same tab, or typed by the user. */
  found: 'address' | 'remembered' | 'typed' | null;
  /** For members: `{server}/m/{meeting}`. */
  link: string | null;
  role: 'member' | 'leader';
  /** `refused` = the service wants a (better) key or token; `none` = nothing is followed. */
  connection: 'none' | 'connecting' | 'online' | 'reconnecting' | 'refused';
  /** The service is without its store, so breaks may be late. */
  degraded: boolean;
  /** `unknown` until the first `state` frame: a view shows no break before. */
  phase: 'unknown' | 'not_started' | 'in_progress' | 'on_break' | 'ended';
  title: string | null;
  working_since: string | null;
  /** The break that is on. */
  rest: Rest | null;
  /** The last break that was on the screen, for a minute after its end. */
  over: { rest_id: string; at: string } | null;
  next_rest_at: string | null;
  schedule: Schedule | null;
  /** It is time for a planned break of so many minutes, and a leader is to call it. */
  suggested_minutes: number | null;
  /** Milliseconds to add to `Date.now()` to get the server's time. */
  offset: number;
  /** What this user answered to `rest`, or to the break that is over. */
  said: 'seen' | 'away' | 'back' | null;
  /** Whether this user has asked for a break since the last one, or for more time in this one. */
  asked: boolean;
  members: { connected: number; seen: number; away: number; back: number } | null;
  /** Leaders only. */
  roster: Person[] | null;
  all_back: boolean;
  requests: { kind: 'break' | 'more_time'; count: number; threshold: number; reached: boolean } | null;
  /** What a leader told everybody last, without a break; shown until then, in ms by the server's clock. */
  announcement: { id: string; message: string; until: number } | null;
  /** Until when this user may take back their last command, in ms by the server's clock; 0 = there is none. */
  undo_until: number;
  /** As the user left the overlay. */
  view: View;
}

export interface View {
  /** `rest_id` of the break that was made small; the next one is large again. */
  small: string;
  places: { card?: Place; pill?: Place };
  /** A small cup stays on the page while no break is on (options page). */
  cup: boolean;
}

/** Sent by the background. `texts` comes first, and again when the language changes: views have no files to read. */
export type Told =
  | { type: 'texts'; language: Language; texts: Record<string, string> }
  | { type: 'state'; state: State }
  /** The answer to the request with this id. `code` is the service's, or `unreachable`. */
  | { type: 'done'; id: number }
  | { type: 'refused'; id: number; code: string; detail: string };

/** Sent by views. Those with an `id` are answered. */
export type Request =
  /** The page's own address, at first and whenever it changes; the popup sends that of the tab it stands on. */
  | { type: 'address'; href: string; tab?: number }
  /** The page has a network again or is looked at again: reconnect now. */
  | { type: 'wake' }
  /** The break is on a screen that somebody looks at: answered `seen`, once. */
  | { type: 'shown'; rest_id: string }
  | { type: 'view'; view: Partial<View> }
  | { type: 'command'; id: number; command: Command };

export type Command =
  /** A code, or an address of a meeting or of a member page (its token is kept). `null` = no longer. */
  | { name: 'follow'; meeting: string | null }
  | { name: 'lead'; on: boolean }
  /** A key or a leader token, for this server. */
  | { name: 'credential'; secret: string }
  | { name: 'answer'; status: 'away' | 'back' }
  /** For a break, or for more time in the one that is on. */
  | { name: 'ask' }
  | { name: 'start' }
  | { name: 'end' }
  /** `minutes: null` = until somebody ends it; `until` = a time of day, `HH:MM`. */
  | ({ name: 'rest'; message: string } & ({ minutes: number | null } | { until: string }))
  /** The break's end moves: later, earlier, or to a time. */
  | { name: 'extend'; seconds: number }
  | { name: 'extend'; until: string }
  /** Tells everybody something without a break. */
  | { name: 'announce'; message: string }
  /** Takes back the last command. */
  | { name: 'undo' }
  | { name: 'resume' }
  | { name: 'plan'; plan: Plan | null }
  | { name: 'snooze'; minutes: number }
  | { name: 'skip' };

export type Plan = { mode: 'suggest' | 'auto' } & (
  { preset: 'jp-mhlw' | 'uk-hse' | 'brain-break' } | { every_minutes: number; duration_minutes: number }
);

/** What the options page keeps, in `storage.local` (which only the extension's own pages and its background may read). */
export interface Settings {
  server: string;
  /** Key of the service; opens every meeting. */
  key: string;
  name: string;
  /** `''` = as the browser. */
  language: Language | '';
  chime: boolean;
  notify: boolean;
  cup: boolean;
}
