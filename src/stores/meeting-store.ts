import type { CommandKey, Done } from './command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Meeting } from '../domain/meeting.js';
import type { MemberCounts } from '../domain/members.js';
import type { LogEntry } from '../domain/log-entry.js';
import type { LoggedNotice, Notice } from '../domain/notice.js';
import { compareRevisions, type Revision } from '../domain/revision.js';

/** A meeting as it was at one revision: the basis of a commit, which holds only if nothing was logged since. */
export interface Loaded {
  readonly meeting: Meeting;
  readonly revision: Revision;
  /** Who is here and who is back; counted apart from the revision. */
  readonly tally: MemberCounts;
  /**
   * The earliest position from which the store is known to have lost nothing. Before it, something that was acknowledged may be
   * missing without a trace: Redis was restarted, replaced by a replica, or flushed.
   */
  readonly since: Revision;
  /** The store's own clock when it was read, in milliseconds. */
  readonly readAt: number;
  /** What was committed before under the key that was asked for: the command is done. */
  readonly done?: Done | undefined;
}

export interface Commit {
  readonly basis: Loaded;
  readonly next: Meeting;
  readonly notices: readonly Notice[];
  readonly key: CommandKey;
  /**
   * Refused as unavailable when it reaches the store more than this many milliseconds after `basis` was read there: a store
   * that hung must not apply a command whose caller was told it failed.
   */
  readonly withinMs: number;
  /** Announced beside the notices, and not logged: of which trace they are (W3C Trace Context). */
  readonly traceparent?: string | undefined;
}

export type CommitOutcome =
  | { readonly committed: true; readonly notices: readonly LoggedNotice[] }
  /** Somebody else's commit came first; `current` is what to decide on again. */
  | { readonly committed: false; readonly current: Loaded };

/**
 * Whether `entries`, read from the log after `cursor`, are all it had after it; `revision` was read before them. The log may
 * have been trimmed or lost, or the cursor may never have been in it: an entry's `prev` tells.
 */
export function continues(cursor: Revision, entries: readonly LogEntry[], revision: Revision): boolean {
  const first = entries[0];
  return first ? first.prev === cursor : cursor === revision;
}

/** Whether the store may have lost, without a trace in its log, what came right after `cursor`. */
export function mayLack(cursor: Revision, { since }: Pick<Loaded, 'since'>): boolean {
  return compareRevisions(cursor, since) < 0;
}

/**
 * Where meetings live: their state and the log of their notices. Every method rejects with `StoreUnavailable` when
 * the store cannot be reached or does not answer in time.
 */
export abstract class MeetingStore {
  abstract load(id: MeetingId, key?: CommandKey): Promise<Loaded>;

  /**
   * In one atomic step, if `basis` is still current and nothing was committed under `key`: the state becomes `next`, each
   * notice is logged under a new id and announced on the feed, and the key is kept with what was logged. A `next` that is
   * not started removes the state; the log and the history stay.
   */
  abstract commit(commit: Commit): Promise<CommitOutcome>;

  /** What was logged after a position, oldest first, at most `limit` entries. */
  abstract readLog(id: MeetingId, after: Revision, limit: number): Promise<readonly LogEntry[]>;

  /** What was logged up to and with `upTo`, newest first, at most `limit` entries. */
  abstract readLogBack(id: MeetingId, upTo: Revision, limit: number): Promise<readonly LogEntry[]>;
}

/** How long state is kept after the last write: contract §3, as in the reference. */
export const MEETING_TTL_SECONDS = 86_400;

/** For how many seconds a state is kept after it is written; a long break is not forgotten before its end. */
export function stateTtlSeconds({ startedAt, rest }: Meeting): number {
  if (startedAt === null) return 0;
  return Math.max(MEETING_TTL_SECONDS, (rest?.durationSeconds ?? 0) + LOG_EXTRA_TTL_SECONDS);
}

/** How much longer than the state the log is kept, for members who come back after the end. */
export const LOG_EXTRA_TTL_SECONDS = 3_600;
