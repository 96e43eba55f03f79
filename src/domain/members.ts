import type { Meeting } from './meeting.js';

/** Who is here and who is back, as a store counts it. Numbers only: what is about one person stays where it is kept. */
export interface MemberCounts {
  /** Open streams of members, over all processes. */
  readonly connected: number;
  /** Those of them that said their `client_id`. */
  readonly named: number;
  /** The break that `seen`, `away` and `back` are about; '' = none was answered yet. */
  readonly breakId: string;
  readonly seen: number;
  readonly away: number;
  readonly back: number;
  /** The stretch of work (its beginning) in which so many members asked for a break. */
  readonly stretch: string;
  readonly requests: number;
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
};

export const ackStatuses = ['seen', 'away', 'back'] as const;
export type AckStatus = (typeof ackStatuses)[number];

/** What clients get of it, in the snapshot and in `presence`. */
export interface Members {
  readonly connected: number;
  readonly seen: number;
  readonly away: number;
  readonly back: number;
}

export function membersOf({ round }: Meeting, tally: MemberCounts): Members {
  const { connected, breakId, seen, away, back } = tally;
  return round?.breakId === breakId
    ? { connected, seen, away, back }
    : { connected, seen: 0, away: 0, back: 0 };
}

/** How many members ask for a break in the stretch of work that is on. */
export interface Requests {
  readonly count: number;
  readonly threshold: number;
  readonly reached: boolean;
}

/** Reached when a third of the members ask; a single one never speaks for all. */
const SHARE = 1 / 3;
const LEAST = 2;

export function requestsOf({ workingSince }: Pick<Meeting, 'workingSince'>, tally: MemberCounts): Requests {
  const count = workingSince !== null && tally.stretch === workingSince ? tally.requests : 0;
  const threshold = Math.max(LEAST, Math.ceil(tally.connected * SHARE));
  return { count, threshold, reached: count >= threshold };
}

/**
 * Whether everyone is back: whoever answered the break is, and they are no fewer than the members who are here under a name.
 * Clients that cannot answer (those of the reference) do not keep the others waiting; who left while away does.
 */
export function isAllBack(meeting: Meeting, tally: MemberCounts): boolean {
  const { seen, away, back } = membersOf(meeting, tally);
  return back > 0 && seen === 0 && away === 0 && back >= tally.named;
}
