import type { Call } from './plan/calls.js';

/*
 * The record of a run. The rules see nothing else: the answers to leaders and the frames that members
 * received. Times are milliseconds since the run began, all from one clock.
 */

/** An event in the life of one member. */
export type Happening =
  /** The member (re)connected; `cursor` is the Last-Event-ID that it sent. */
  | { readonly at: number; readonly kind: 'connecting'; readonly cursor: string | undefined }
  /** A frame, as EventSource delivered it; `id` is set only if the frame had an id of its own. */
  | {
      readonly at: number;
      readonly kind: 'frame';
      readonly event: string;
      readonly id: string | undefined;
      readonly data: Readonly<Record<string, unknown>>;
    }
  /** Bytes that are not a frame of the protocol, or an answer that makes an EventSource give up. */
  | { readonly at: number; readonly kind: 'malformed'; readonly what: string };

export type FrameHappening = Extract<Happening, { kind: 'frame' }>;

/** What the service sent on one stream and when, recorded before the network could lose or delay it. */
export interface StreamHistory {
  readonly requestedAt: number;
  /** The version of the service that sent the stream. */
  readonly by: string;
  /** Names of frames; '' stands for a comment. */
  readonly said: { readonly at: number; readonly what: string }[];
  endedAt: number | undefined;
}

export interface MemberHistory {
  readonly name: string;
  readonly meeting: string;
  /** The cursor of the first connection; `undefined` if the member began without one. */
  readonly cursor?: string | undefined;
  readonly happenings: Happening[];
  readonly streams: StreamHistory[];
}

/**
 * A log entry that the test wrote past the service: a notice of a later version, or an entry that cannot be
 * read.
 */
export interface Injected {
  readonly kind: 'later notice' | 'damaged entry';
  readonly meeting: string;
  readonly id: string;
  readonly at: number;
}

/** A time in which the store could not be used, for one meeting or (`undefined`) for all. */
export interface Outage {
  readonly from: number;
  readonly to: number;
  readonly meeting: string | undefined;
}

export interface CommandHistory {
  readonly meeting: string;
  readonly command: Call;
  readonly key: string | undefined;
  readonly sentAt: number;
  /** The status of the last answer; `undefined` when the last attempt got none. */
  status: number | undefined;
  /** The last complete answer. */
  answer: Readonly<Record<string, unknown>> | undefined;
  answeredAt: number | undefined;
  attempts: number;
}

export interface LoggedEntry {
  readonly id: string;
  readonly event: string;
  /** The time of the notice. All notices of one command have the same time. */
  readonly timestamp?: string | undefined;
  /** Identifies the command that caused the entry, see `markOf`; `undefined` if nothing identifies it. */
  readonly mark: string | undefined;
  /** Set for notices about a break. */
  readonly breakId: string | undefined;
  /** Set for `undone`: the last notice that the undo takes back. */
  readonly undoneId?: string | undefined;
}

/** One service's answers about a meeting; `null` stands for 404. */
export interface FinalService {
  readonly version: string;
  /** `GET …/status`. */
  readonly status: Readonly<Record<string, unknown>> | null;
  /** `GET …`. */
  readonly snapshot: Readonly<Record<string, unknown>> | null;
}

/** The REST answers about a meeting at the end of the run. */
export interface FinalMeeting {
  readonly meeting: string;
  /** From `GET …/events`, as far back as the log goes. */
  readonly log: readonly LoggedEntry[];
  readonly services: readonly FinalService[];
  /** The text of all these answers, which were read without a leader's rights. */
  readonly said: string;
}

export interface History {
  readonly members: readonly MemberHistory[];
  readonly commands: readonly CommandHistory[];
  readonly meetings: readonly FinalMeeting[];
  /**
   * Times when Redis lost its data and every process that had known the data was replaced before it looked
   * again. Nothing can tell such a Redis from a new one, so these losses are excused, but only for a member
   * that had received nothing before.
   */
  readonly forgottenAt: readonly number[];
  readonly injected: readonly Injected[];
  readonly outages: readonly Outage[];
  /** When this record was made. */
  readonly takenAt: number;
  /**
   * Times when Redis itself lost acknowledged writes. If left out, no such loss is excused, and every member
   * must be told of every loss.
   */
  readonly redisLostAt?: readonly number[];
}

/** A rule that a history breaks: which, how, and when. */
export interface Violation {
  readonly rule: string;
  readonly what: string;
  readonly at: number;
}
