import type { Meeting } from './meeting.js';

/**
 * Counts of the members of a meeting, as a store computes them.
 * Numbers only: data about one person stays in the store.
 */
export interface MemberCounts {
  /** Open streams of members on all processes. */
  readonly connected: number;
  /** Number of connected members that sent a `client_id`. */
  readonly named: number;
  /** The break that `seen`, `away` and `back` count answers to; '' = no break has been answered yet. */
  readonly breakId: string;
  readonly seen: number;
  readonly away: number;
  readonly back: number;
  /** Start of the stretch of work that `requests` belongs to. */
  readonly stretch: string;
  readonly requests: number;
  /** The break, with its end, that `moreTime` belongs to: see {@link moreTimeRound}. */
  readonly moreTimeOf: string;
  readonly moreTime: number;
}

export const noMemberCounts: MemberCounts = {
  connected: 0,
  named: 0,
  breakId: '',
  seen: 0,
  away: 0,
  back: 0,
  stretch: '',
  requests: 0,
  moreTimeOf: '',
  moreTime: 0,
};

/** A kind of request of members: a break, or more time in the current break. */
export const requestKinds = ['break', 'more_time'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const ackStatuses = ['seen', 'away', 'back'] as const;
export type AckStatus = (typeof ackStatuses)[number];

/** The counts that clients get in the snapshot and in `presence`. */
export interface Members {
  readonly connected: number;
  readonly seen: number;
  readonly away: number;
  readonly back: number;
}

export function membersOf({ round }: Meeting, counts: MemberCounts): Members {
  const { connected, breakId, seen, away, back } = counts;
  return round?.breakId === breakId
    ? { connected, seen, away, back }
    : { connected, seen: 0, away: 0, back: 0 };
}

/** The number of members that ask, and the number from which a leader should react. */
export interface Requests {
  readonly count: number;
  readonly threshold: number;
  readonly reached: boolean;
}

/** The threshold: a third of the members, and at least two, so that a single member never speaks for all. */
const SHARE = 1 / 3;
const LEAST = 2;

/** Break requests in the current stretch of work. */
export function requestsOf({ workingSince }: Pick<Meeting, 'workingSince'>, counts: MemberCounts): Requests {
  return outOf(counts, workingSince !== null && counts.stretch === workingSince ? counts.requests : 0);
}

/**
 * Names the timed break that is on, together with its end: once the end has moved, earlier requests are
 * answered, and new ones are counted from 0. `null` = no break with an end is on.
 */
export function moreTimeRound({
  currentBreak,
  later,
}: Pick<Meeting, 'currentBreak' | 'later'>): string | null {
  if (!currentBreak?.endsAt || later?.['rest'] !== undefined) return null;
  return `${currentBreak.id} ${currentBreak.endsAt}`;
}

/** Requests for more time in a round. */
export function moreTimeCountOf(round: string, counts: MemberCounts): Requests {
  return outOf(counts, counts.moreTimeOf === round ? counts.moreTime : 0);
}

function outOf(counts: MemberCounts, count: number): Requests {
  const threshold = Math.max(LEAST, Math.ceil(counts.connected * SHARE));
  return { count, threshold, reached: count >= threshold };
}

/**
 * Whether everyone is back: every member who answered the break is back, and at least as many members are
 * back as are connected with a `client_id`.
 * Clients that cannot answer (clients of the reference) do not delay the result. A member who left the
 * meeting while away does.
 */
export function isAllBack(meeting: Meeting, counts: MemberCounts): boolean {
  const { seen, away, back } = membersOf(meeting, counts);
  return back > 0 && seen === 0 && away === 0 && back >= counts.named;
}
