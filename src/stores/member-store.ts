import type { Observable } from 'rxjs';
import type { CommandKey } from './command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Round } from '../domain/meeting.js';
import type { AckStatus, MemberCounts } from '../domain/members.js';
import type { RequestKind } from '../domain/requests.js';
import type { Revision } from '../domain/revision.js';
import type { Timestamp } from '../domain/timestamp.js';

/** Maximum number of clients for answers, for requests, and in the list of connected clients of a process. */
export const MAX_CLIENTS = 2_000;

export interface Ack {
  readonly id: MeetingId;
  readonly round: Pick<Round, 'breakId' | 'startedAt'>;
  /** Revision of the meeting when this was its last break. Revisions, not clocks, order two breaks. */
  readonly seenAt: Revision;
  /** Digest of the client, valid for this break only. */
  readonly client: string;
  readonly status: AckStatus;
  /** `''` removes the name; left out = as before. */
  readonly name?: string | undefined;
  readonly at: Timestamp;
  /** Idempotency key of the call; left out = the client sent none. */
  readonly key?: CommandKey | undefined;
}

export interface MemberRequest {
  readonly id: MeetingId;
  readonly kind: RequestKind;
  /** The round of the request, see `memberRequests`. */
  readonly round: string;
  /** Revision of the meeting in that round. */
  readonly seenAt: Revision;
  /** Digest of the client, valid for this round only. */
  readonly client: string;
  readonly key?: CommandKey | undefined;
}

/** The members of a meeting who are connected to one process. */
export interface MembersHere {
  /** Streams without a `client_id`. */
  readonly anonymous: number;
  /** Digests of the clients with at least one stream, valid for this meeting only. */
  readonly clients: readonly string[];
}

/** A member who answered the break. */
export interface RosterEntry {
  /** Names the client during this break only. */
  readonly id: string;
  readonly name: string | null;
  readonly status: AckStatus;
  readonly at: Timestamp;
}

/**
 * Members, their answers and their requests. None of this is logged, because nobody needs it an hour later.
 * `MeetingStore.load` reads the counts together with the meeting. Every method rejects with
 * `StoreUnavailable` if the store cannot be reached, and with `IdempotencyKeyReused` if the key was used for
 * another call.
 */
export abstract class MemberStore {
  /** `stale`: somebody has answered a later break. `full`: {@link MAX_CLIENTS} others have answered. */
  abstract ack(ack: Ack): Promise<MemberCounts | 'stale' | 'full'>;

  /** Counts a client once in each round of a kind. `stale`: somebody has asked in a later round. */
  abstract request(request: MemberRequest): Promise<MemberCounts | 'stale'>;

  /** The counts after the call with this key; `undefined` = there was no such call. */
  abstract done(id: MeetingId, key: CommandKey): Promise<MemberCounts | undefined>;

  /** In no particular order; empty if nobody answered that break. */
  abstract roster(id: MeetingId, breakId: string): Promise<readonly RosterEntry[]>;

  /**
   * Stores which members are on this process, in place of what it stored before. A client that several
   * processes have counts once, if it is among the first {@link MAX_CLIENTS} of each. The counts of a dead
   * process are ignored within 15 s. Resolves with whether another process has one of these clients; if so,
   * call it again after {@link processGone}.
   */
  abstract countMembers(id: MeetingId, here: MembersHere): Promise<boolean>;

  /** Emits when a process that counted members has gone. */
  abstract readonly processGone: Observable<void>;

  /** Emits when the store has lost the counts of this process. */
  abstract readonly countsLost: Observable<void>;
}
