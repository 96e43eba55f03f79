import type { Meeting } from './meeting.js';
import type { ProblemType } from './refusal.js';
import { BreakIsOn, NoTimedBreak } from './refusals.js';

/** What members can ask of the leaders. */
interface MemberRequest {
  /** What a request of this kind asks for. */
  readonly asks: string;
  /** Message of the answer to the member. */
  readonly answer: string;
  /** What a leader should do about enough of them. */
  readonly reaction: string;
  /** The frame that leaders get, and whether it names the break that is on. */
  readonly event: string;
  readonly aboutBreak: boolean;
  /**
   * Names the round of a meeting in which each client counts once. `null` = nobody can ask now, and is refused
   * with `refusal`.
   */
  readonly round: (meeting: Pick<Meeting, 'workingSince' | 'currentBreak' | 'later'>) => string | null;
  readonly refusal: ProblemType & (new (id: string) => Error);
}

/**
 * All requests of members. This is the only declaration of a request: its count in the stores, its answer, its
 * frame and its place in the API document follow.
 */
export const memberRequests = {
  break: {
    asks: 'a break, while none is on',
    answer: 'Break requested',
    reaction: 'call a break',
    event: 'break_requested',
    aboutBreak: false,
    round: ({ workingSince }) => workingSince,
    refusal: BreakIsOn,
  },
  more_time: {
    asks: 'more time, while a break with an end is on',
    answer: 'More time requested',
    reaction: 'extend the break',
    event: 'more_time_requested',
    aboutBreak: true,
    // Once the end has moved, earlier requests are answered, and new ones are counted from 0.
    round: ({ currentBreak, later }) =>
      currentBreak?.endsAt && later?.['rest'] === undefined
        ? `${currentBreak.id} ${currentBreak.endsAt}`
        : null,
    refusal: NoTimedBreak,
  },
} as const satisfies Record<string, MemberRequest>;

export type RequestKind = keyof typeof memberRequests;
export type RequestEvent = (typeof memberRequests)[RequestKind]['event'];

export const requestKinds = Object.keys(memberRequests) as RequestKind[];
export const requestEvents: readonly RequestEvent[] = requestKinds.map((kind) => memberRequests[kind].event);

/** The requests of one kind that a store has counted, and the round that they belong to; '' = none yet. */
export interface Asked {
  readonly round: string;
  readonly count: number;
}

/** One value for each kind of request. */
export function perRequest<T>(valueOf: (kind: RequestKind) => T): Record<RequestKind, T> {
  return Object.fromEntries(requestKinds.map((kind) => [kind, valueOf(kind)])) as Record<RequestKind, T>;
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

/** Requests in the current round of a meeting. */
export function requestsOf(
  kind: RequestKind,
  meeting: Parameters<MemberRequest['round']>[0],
  { connected, asked }: { readonly connected: number; readonly asked: Record<RequestKind, Asked> },
): Requests {
  const round = memberRequests[kind].round(meeting);
  return outOf(connected, asked[kind].round === round ? asked[kind].count : 0);
}

/** `count` requests of a meeting with so many members. */
export function outOf(connected: number, count: number): Requests {
  const threshold = Math.max(LEAST, Math.ceil(connected * SHARE));
  return { count, threshold, reached: count >= threshold };
}
