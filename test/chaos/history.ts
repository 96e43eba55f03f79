import type { Command } from '../../src/meetings/rules/meeting.js';

/*
 * What a run leaves behind, and all that the rules may look at: what leaders were answered and what members received. Times
 * are milliseconds after the run began, of one clock.
 */

/** What one member did and received, in order. */
export type Happening =
  /** It (re)connected; `cursor` is the Last-Event-ID it sent. */
  | { readonly at: number; readonly kind: 'connecting'; readonly cursor: string | undefined }
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

export interface MemberHistory {
  readonly name: string;
  readonly meeting: string;
  readonly happenings: Happening[];
}

export interface CommandHistory {
  readonly meeting: string;
  readonly command: Command;
  readonly key: string | undefined;
  readonly sentAt: number;
  /** The status of the last answer; `undefined` when the last attempt got none. */
  status: number | undefined;
  answeredAt: number | undefined;
  attempts: number;
}

export interface LoggedEntry {
  readonly id: string;
  readonly event: string;
  readonly message: string | undefined;
  /** Of a notice about a break. */
  readonly restId: string | undefined;
}

/** What a meeting's REST answers say once all is quiet. */
export interface FinalMeeting {
  readonly meeting: string;
  /** From the JSON log, as far back as it goes. */
  readonly log: readonly LoggedEntry[];
  /** `GET …/status`, by service; `null` for 404. */
  readonly statuses: readonly (Readonly<Record<string, unknown>> | null)[];
}

export interface History {
  readonly members: readonly MemberHistory[];
  readonly commands: readonly CommandHistory[];
  readonly meetings: readonly FinalMeeting[];
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
