import type { Call } from './plan/calls.js';

/*
 * What a run leaves behind, and all that the rules may look at: what leaders were answered and what members received. Times
 * are milliseconds after the run began, of one clock.
 */

/** What one member did and received, in order. */
export type Happening =
  /** It (re)connected; `cursor` is the Last-Event-ID it sent. */
  | { readonly at: number; readonly kind: 'connecting'; readonly cursor: string | undefined }
  /** Its request reached a service of this version. */
  | { readonly at: number; readonly kind: 'served'; readonly by: string }
  /** A frame, as EventSource handed it out; `id` only if the frame had one of its own. */
  | {
      readonly at: number;
      readonly kind: 'frame';
      readonly event: string;
      readonly id: string | undefined;
      readonly data: Readonly<Record<string, unknown>>;
    }
  /** Bytes that are no frame of the protocol, or an answer that makes an EventSource give up. */
  | { readonly at: number; readonly kind: 'malformed'; readonly what: string };

export type FrameHappening = Extract<Happening, { kind: 'frame' }>;

/** What left the service on one stream and when, whatever became of it on its way. */
export interface StreamHistory {
  readonly requestedAt: number;
  /** The version of the service. */
  readonly by: string;
  /** Names of frames; '' for a comment. */
  readonly said: { readonly at: number; readonly what: string }[];
  endedAt: number | undefined;
}

export interface MemberHistory {
  readonly name: string;
  readonly meeting: string;
  /** Where it resumed when it came for the first time; `undefined` = it began anew. */
  readonly cursor?: string | undefined;
  readonly happenings: Happening[];
  readonly streams: StreamHistory[];
}

/** What was put into a meeting's log beside the service: a notice of a later version, or an entry that nobody can read. */
export interface Injected {
  readonly kind: 'later notice' | 'damaged entry';
  readonly meeting: string;
  readonly id: string;
  readonly at: number;
}

/** When the store could not be used, for all meetings or for one. */
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
  /** The last whole answer. */
  answer: Readonly<Record<string, unknown>> | undefined;
  answeredAt: number | undefined;
  attempts: number;
}

export interface LoggedEntry {
  readonly id: string;
  readonly event: string;
  /** When it happened; the notices of one command have one time. */
  readonly timestamp?: string | undefined;
  /** What names the command that it comes from, see `markOf`; `undefined` = nothing does. */
  readonly mark: string | undefined;
  /** Of a notice about a break. */
  readonly breakId: string | undefined;
  /** Of an `undone`: the last notice of what it takes back. */
  readonly undoneId?: string | undefined;
}

/** What one service answers about a meeting; `null` for 404. */
export interface FinalService {
  readonly version: string;
  /** `GET …/status`. */
  readonly status: Readonly<Record<string, unknown>> | null;
  /** `GET …`. */
  readonly snapshot: Readonly<Record<string, unknown>> | null;
}

/** What a meeting's REST answers say once all is quiet. */
export interface FinalMeeting {
  readonly meeting: string;
  /** From the JSON log, as far back as it goes. */
  readonly log: readonly LoggedEntry[];
  readonly services: readonly FinalService[];
  /** The text of all that was read for this, by somebody who is no leader. */
  readonly said: string;
}

export interface History {
  readonly members: readonly MemberHistory[];
  readonly commands: readonly CommandHistory[];
  readonly meetings: readonly FinalMeeting[];
  /**
   * When Redis lost its data and every process that had known it was replaced before it looked again: nobody can tell such a
   * Redis from a new one. Only a member that had not heard of anything yet has nothing to compare it with, either.
   */
  readonly forgottenAt: readonly number[];
  readonly injected: readonly Injected[];
  readonly outages: readonly Outage[];
  /** Whether some services are of the release before. */
  readonly hasEarlier: boolean;
  /** When this was taken down. */
  readonly takenAt: number;
  /**
   * When Redis itself lost what it had acknowledged. Left out = the rules know nothing of it, and every loss has to be told
   * to every member.
   */
  readonly redisLostAt?: readonly number[];
}

/** A rule that a history breaks: which, how, and when. */
export interface Violation {
  readonly rule: string;
  readonly what: string;
  readonly at: number;
}
