import type { RestEndReason } from './notices.js';
import { span, type Timestamp } from './timestamp.js';

/** A break that is over. */
export interface PastRest {
  readonly rest_id: string;
  readonly started_at: Timestamp;
  readonly ended_at: Timestamp;
  readonly seconds: number;
  readonly reason: RestEndReason;
}

/** What a meeting's breaks add up to since it was started. Of the meeting, never of a person (contract §7). */
export interface History {
  readonly startedAt: Timestamp | null;
  readonly endedAt: Timestamp | null;
  readonly breaks: number;
  readonly pauseMs: number;
  readonly longestStretchMs: number;
  /** The last breaks that are over, oldest first. */
  readonly recent: readonly PastRest[];
}

/** A whole day of breaks every half hour. */
const RECENT = 50;

export function historyFrom(startedAt: Timestamp | null): History {
  return { startedAt, endedAt: null, breaks: 0, pauseMs: 0, longestStretchMs: 0, recent: [] };
}

/** Work went on from `since` to `until`; `null` = there was none. */
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
