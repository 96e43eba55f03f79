import type { RestEndReason } from './notices.js';
import { millisecondsBetween, type Timestamp } from './timestamp.js';

/** A break that has ended. */
export interface PastRest {
  readonly rest_id: string;
  readonly started_at: Timestamp;
  readonly ended_at: Timestamp;
  readonly seconds: number;
  readonly reason: RestEndReason;
}

/** Totals of an earlier run of a meeting: from a start to its end, or to the next start. */
export interface Run {
  readonly started_at: Timestamp;
  /** null = unknown: nobody ended the meeting, and its state expired. */
  readonly ended_at: Timestamp | null;
  readonly breaks: number;
  readonly pause_seconds: number;
  readonly longest_stretch_seconds: number;
}

/**
 * Totals of a meeting's breaks since its start.
 * The history describes the meeting, never a person (docs/protocol.md).
 */
export interface History {
  readonly startedAt: Timestamp | null;
  readonly endedAt: Timestamp | null;
  readonly breaks: number;
  readonly pauseMs: number;
  readonly longestStretchMs: number;
  /**
   * Announcements in the log, as announcements.ts counts them; left out = none. Kept over a new start, as the
   * log.
   */
  readonly announced?: number | undefined;
  /** Earlier runs, oldest first; left out = none. */
  readonly runs?: readonly Run[] | undefined;
  /** The most recent breaks that have ended, oldest first. */
  readonly recent: readonly PastRest[];
}

/** Maximum length of `recent`: a break every half hour for a whole day (48) fits. */
const RECENT = 50;

/** Maximum length of `runs`. */
const RUNS = 50;

/** A new history; `kept` = the fields that stay from an earlier one. */
export function historyFrom(startedAt: Timestamp | null, kept: Kept = {}): History {
  const { announced, runs } = kept;
  return {
    ...{ startedAt, endedAt: null, breaks: 0, pauseMs: 0, longestStretchMs: 0, recent: [] },
    ...(announced && { announced }),
    ...(runs && { runs }),
  };
}

type Kept = Pick<History, 'announced' | 'runs'>;

/** The history of a meeting that starts again: its totals so far become a run, which ended at `endedAt`. */
export function historyAnew(history: History, startedAt: Timestamp, endedAt: Timestamp | null): History {
  const { announced, runs = [] } = history;
  if (history.startedAt === null) return historyFrom(startedAt, { announced });
  const run: Run = {
    started_at: history.startedAt,
    ended_at: endedAt,
    breaks: history.breaks,
    pause_seconds: Math.round(history.pauseMs / 1000),
    longest_stretch_seconds: Math.round(history.longestStretchMs / 1000),
  };
  return historyFrom(startedAt, { announced, runs: [...runs, run].slice(-RUNS) });
}

/** The history without runs that were over more than `hours` ago. */
export function withinHours(history: History, hours: number, now: Timestamp): History {
  const { runs, ...rest } = history;
  const kept = runs?.filter(
    ({ started_at, ended_at }) => millisecondsBetween(ended_at ?? started_at, now) <= hours * 3_600_000,
  );
  if (kept?.length === runs?.length) return history;
  return kept && kept.length > 0 ? { ...rest, runs: kept } : rest;
}

export function withAnnouncement(history: History): History {
  return { ...history, announced: (history.announced ?? 0) + 1 };
}

/** Adds a stretch of work from `since` to `until`; `since` = `null` means that there was no stretch. */
export function withStretch(history: History, since: Timestamp | null, until: Timestamp): History {
  if (since === null) return history;
  return {
    ...history,
    longestStretchMs: Math.max(history.longestStretchMs, millisecondsBetween(since, until)),
  };
}

export function withBreak(history: History, rest: PastRest): History {
  return {
    ...history,
    pauseMs: history.pauseMs + millisecondsBetween(rest.started_at, rest.ended_at),
    recent: [...history.recent, rest].slice(-RECENT),
  };
}
