import type { RestEndReason } from './notices.js';
import { span, type Timestamp } from './timestamp.js';

/** A break that has ended. */
export interface PastRest {
  readonly rest_id: string;
  readonly started_at: Timestamp;
  readonly ended_at: Timestamp;
  readonly seconds: number;
  readonly reason: RestEndReason;
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
  /** Announcements in the log, as announcements.ts counts them; left out = none. Kept over a new start, as the log. */
  readonly announced?: number | undefined;
  /** The most recent breaks that have ended, oldest first. */
  readonly recent: readonly PastRest[];
}

/** Maximum length of `recent`: a break every half hour for a whole day (48) fits. */
const RECENT = 50;

export function historyFrom(startedAt: Timestamp | null, announced?: number): History {
  const counted = announced === undefined ? {} : { announced };
  return { startedAt, endedAt: null, breaks: 0, pauseMs: 0, longestStretchMs: 0, ...counted, recent: [] };
}

export function withAnnouncement(history: History): History {
  return { ...history, announced: (history.announced ?? 0) + 1 };
}

/** Adds a stretch of work from `since` to `until`; `since` = `null` means that there was no stretch. */
export function withStretch(history: History, since: Timestamp | null, until: Timestamp): History {
  if (since === null) return history;
  return { ...history, longestStretchMs: Math.max(history.longestStretchMs, span(since, until)) };
}

export function withBreak(history: History, rest: PastRest): History {
  return {
    ...history,
    pauseMs: history.pauseMs + span(rest.started_at, rest.ended_at),
    recent: [...history.recent, rest].slice(-RECENT),
  };
}
