import type {
  AckAnswer,
  AnnouncementAnswer,
  EndAnswer,
  ExtendAnswer,
  MeetingsAnswer,
  Problem,
  RequestAnswer,
  RestAnswer,
  ResumeAnswer,
  ScheduleAnswer,
  SnapshotAnswer,
  StartAnswer,
  UndoAnswer,
} from './frames.js';

export interface CommandOptions {
  /**
   * An API key, a `leader_token` or a token, if the service requires one. A function is called for each
   * command.
   */
  token?: string | undefined | (() => string | undefined | Promise<string | undefined>);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = any;

export type Send = (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<Answer>;

/** Thrown when a command fails. */
export class Refusal extends Error {
  constructor(problem: Partial<Problem>);
  readonly problem: Partial<Problem>;
  /** The code of the problem; or `unreachable`: the service did not answer, and may have run the command. */
  readonly code: string;
}

/** A random UUID (version 4), also on plain HTTP: for an `Idempotency-Key` or a `client_id`. */
export function randomKey(): string;

/**
 * Methods have the names of the API's operations. Each throws a `Refusal`, and is retried once without an
 * answer.
 */
export interface Commands {
  startMeeting(body?: { title?: string; by?: string }): Promise<StartAnswer>;
  endMeeting(body?: { by?: string }): Promise<EndAnswer>;
  /** Undoes the last command, within 10 seconds. */
  undoCommand(body?: { by?: string }): Promise<UndoAnswer>;
  callBreak(body?: {
    message?: string;
    duration_seconds?: number;
    ends_at?: string;
    language?: 'ja' | 'en';
    by?: string;
  }): Promise<RestAnswer>;
  extendBreak(body: { seconds?: number; ends_at?: string; by?: string }): Promise<ExtendAnswer>;
  resumeMeeting(body?: { by?: string }): Promise<ResumeAnswer>;
  sendAnnouncement(body: { message: string; by?: string }): Promise<AnnouncementAnswer>;
  acknowledgeBreak(body: {
    client_id: string;
    status: 'seen' | 'away' | 'back';
    rest_id?: string;
    name?: string;
  }): Promise<AckAnswer>;
  requestBreak(body: { client_id: string; kind?: 'break' | 'more_time' }): Promise<RequestAnswer>;
  setSchedule(schedule: {
    preset?: 'jp-mhlw' | 'uk-hse' | 'brain-break';
    every_minutes?: number;
    /** Times of day, such as `10:30`, in `time_zone`. */
    at?: string[];
    time_zone?: string;
    duration_minutes?: number;
    mode?: 'suggest' | 'auto';
    warn_seconds?: number;
    language?: 'ja' | 'en';
    by?: string;
  }): Promise<ScheduleAnswer>;
  removeSchedule(): Promise<ScheduleAnswer>;
  snoozeSchedule(body?: { minutes?: number; by?: string }): Promise<ScheduleAnswer>;
  skipSchedule(body?: { by?: string }): Promise<ScheduleAnswer>;
  getMeeting(): Promise<SnapshotAnswer>;
  /** Any other GET of the meeting: `/roster`, `/history`, … */
  read(path: string): Promise<Answer>;
  /** Any other command of the meeting. */
  send: Send;
}

/**
 * The state of up to 100 meetings, in this order. A meeting that was not started has only `meeting_id` and
 * `phase`.
 */
export function getMeetings(
  server: string,
  meetingIds: readonly string[],
  /** `role: 'leader'`: each meeting also has `requests`. */
  options?: CommandOptions & { role?: 'member' | 'leader' },
): Promise<MeetingsAnswer>;

/** @param server Address of the service without a `/` at the end; `''` in its own pages. */
export function commands(server: string, meetingId: string, options?: CommandOptions): Commands;
