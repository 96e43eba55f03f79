import type { CommandKey, Done } from './command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Meeting } from '../domain/meeting.js';
import { nextAfter } from '../domain/schedule.js';
import type { MemberCounts } from '../domain/members.js';
import type { LogEntry } from '../domain/log-entry.js';
import type { LoggedNotice, Notice } from '../domain/notice.js';
import type { LastCommand } from '../domain/undo.js';
import { compareRevisions, type Revision } from '../domain/revision.js';

/** A meeting at one revision: the basis of a commit, which succeeds only if nothing was logged since. */
export interface Loaded {
  readonly meeting: Meeting;
  readonly revision: Revision;
  /** Counts of members and their answers. They change without a new revision. */
  readonly counts: MemberCounts;
  /**
   * The earliest position from which on the store has certainly lost nothing. Before it, acknowledged notices
   * may be missing without a trace, because Redis was restarted, replaced by a replica, or flushed.
   */
  readonly since: Revision;
  /** The store's clock at the time of the read, in milliseconds. */
  readonly readAt: number;
  /** The result of an earlier commit under the given key: the command has been applied already. */
  readonly done?: Done | undefined;
}

export interface Commit {
  readonly basis: Loaded;
  readonly next: Meeting;
  readonly notices: readonly Notice[];
  readonly key: CommandKey;
  /** The display name of the caller, stored beside the notices that come after the first `overdue` ones. */
  readonly by?: string | undefined;
  /** How many of the notices were due; no command caused them. */
  readonly overdue?: number | undefined;
  /** The command and the meeting before it, see `readLastCommand`; left out = it cannot be undone. */
  readonly undoTo?: Meeting | undefined;
  /**
   * The store refuses the commit if it arrives more than this many milliseconds after `basis` was read: a
   * store that hung must not apply a command whose caller was told that it failed.
   */
  readonly withinMs: number;
  /** Trace of the command (W3C Trace Context); announced beside the notices, not logged. */
  readonly traceparent?: string | undefined;
}

export type CommitOutcome =
  | { readonly committed: true; readonly notices: readonly LoggedNotice[] }
  /** Another commit came first; decide again on `current`. */
  | { readonly committed: false; readonly current: Loaded };

/**
 * Whether `entries`, read from the log after `cursor`, follow it without a gap; `revision` was read before
 * them. The log may have been trimmed or lost, or may never have held the cursor. The first entry's `prev`
 * shows that.
 */
export function continues(cursor: Revision, entries: readonly LogEntry[], revision: Revision): boolean {
  const first = entries[0];
  return first ? first.prev === cursor : cursor === revision;
}

/** Whether the store may have lost the notice right after `cursor` without a trace in its log. */
export function mayLack(cursor: Revision, { since }: Pick<Loaded, 'since'>): boolean {
  return compareRevisions(cursor, since) < 0;
}

/**
 * The state of all meetings and the logs of their notices. Every method rejects with `StoreUnavailable` if
 * the store cannot be reached or does not answer in time.
 */
export abstract class MeetingStore {
  abstract load(id: MeetingId, key?: CommandKey): Promise<Loaded>;

  /** Loads these meetings, in this order, in one read (in a Cluster: in one for each, at the same time). */
  abstract loadAll(ids: readonly MeetingId[]): Promise<readonly Loaded[]>;

  /**
   * If `basis` is still current and nothing was committed under `key`, writes the state `next`, logs each
   * notice under a new id, announces it on the feed, and stores the result under the key; one atomic step. A
   * `next` that is not started removes the state; the log and the history stay.
   */
  abstract commit(commit: Commit): Promise<CommitOutcome>;

  /**
   * The last command that can be undone, as its commit stored it; `undefined` = there is none, or it is too
   * long ago. The caller must check what was logged since.
   */
  abstract readLastCommand(id: MeetingId): Promise<LastCommand | undefined>;

  /** Log entries after a position, oldest first, at most `limit`. */
  abstract readLog(id: MeetingId, after: Revision, limit: number): Promise<readonly LogEntry[]>;

  /** Log entries up to and including `upTo`, newest first, at most `limit`. */
  abstract readLogBack(id: MeetingId, upTo: Revision, limit: number): Promise<readonly LogEntry[]>;
}

/** How long a state is kept after the last write, as in the reference. */
export const MEETING_TTL_SECONDS = 86_400;

/**
 * Maximum time that a state is kept after the last write. Without it, a leader who skips many planned breaks
 * would keep an abandoned meeting for weeks.
 */
export const MAX_MEETING_TTL_SECONDS = 3 * MEETING_TTL_SECONDS;

/**
 * Seconds that a state is kept after a write at `now` (milliseconds since the Unix epoch). The state must not
 * expire before the current break ends, or the next planned one.
 */
export function stateTtlSeconds({ startedAt, currentBreak, plan }: Meeting, now: number): number {
  if (startedAt === null) return 0;
  const breakEnds = currentBreak?.durationSeconds ?? 0;
  const next =
    plan && (plan.nextBreakAt ?? (currentBreak?.endsAt && nextAfter(plan.schedule, currentBreak.endsAt)));
  const plannedEnds =
    plan && next ? (Date.parse(next) - now) / 1_000 + plan.schedule.duration_minutes * 60 : 0;
  const needed = Math.ceil(Math.max(breakEnds, plannedEnds)) + LOG_EXTRA_TTL_SECONDS;
  return Math.min(Math.max(MEETING_TTL_SECONDS, needed), MAX_MEETING_TTL_SECONDS);
}

/**
 * How much longer than the state the history is kept, in seconds: the setting, and at least as long as the
 * log.
 */
export function historyExtraTtlSeconds(retentionHours: number): number {
  return Math.max(LOG_EXTRA_TTL_SECONDS, retentionHours * 3_600);
}

/** How much longer than the state the log is kept, in seconds, for members who come back after the end. */
export const LOG_EXTRA_TTL_SECONDS = 3_600;
