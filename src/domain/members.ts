import type { Meeting } from './meeting.js';
import { perRequest, type Asked, type RequestKind } from './requests.js';

/**
 * Counts of the members of a meeting, as a store computes them.
 * Numbers only: data about one person stays in the store.
 */
export interface MemberCounts {
  /**
   * Number of connected members, over all processes. A `client_id` counts once, however many streams it has;
   * each stream without one counts as a member.
   */
  readonly connected: number;
  /** Number of connected members that sent a `client_id`. */
  readonly named: number;
  /** The break that `seen`, `away` and `back` count answers to; '' = no break has been answered yet. */
  readonly breakId: string;
  readonly seen: number;
  readonly away: number;
  readonly back: number;
  readonly asked: Readonly<Record<RequestKind, Asked>>;
}

export const noMemberCounts: MemberCounts = {
  connected: 0,
  named: 0,
  breakId: '',
  seen: 0,
  away: 0,
  back: 0,
  asked: perRequest(() => ({ round: '', count: 0 })),
};

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
