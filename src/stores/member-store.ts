import type { Observable } from 'rxjs';
import type { CommandKey } from './command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Round } from '../domain/meeting.js';
import type { AckStatus, MemberCounts } from '../domain/members.js';
import type { Revision } from '../domain/revision.js';
import type { Timestamp } from '../domain/timestamp.js';

/** Of how many different clients a store keeps an answer, counts a request, or knows that they are here. */
export const MAX_CLIENTS = 2_000;

export interface Ack {
  readonly id: MeetingId;
  readonly round: Pick<Round, 'restId' | 'startedAt'>;
  /** Revision of the meeting when that was its last break: the log says which of two is the later one, not a clock. */
  readonly seenAt: Revision;
  /** The client, as a digest that means nothing in another break. */
  readonly client: string;
  readonly status: AckStatus;
  /** `''` takes it back; left out = as before. */
  readonly name?: string | undefined;
  readonly at: Timestamp;
  /** Under which the same call is done once; left out = the client named none. */
  readonly key?: CommandKey | undefined;
}

export interface BreakRequest {
  readonly id: MeetingId;
  /** The stretch of work: when it began. */
  readonly stretch: Timestamp;
  /** Revision of the meeting in that stretch. */
  readonly seenAt: Revision;
  /** The client, as a digest that means nothing in another stretch. */
  readonly client: string;
  readonly key?: CommandKey | undefined;
}

/** The members of a meeting who are connected to one process. */
export interface MembersHere {
  /** Streams without a `client_id`. */
  readonly anonymous: number;
  /** The clients with at least one stream, as digests that mean nothing in another meeting. */
  readonly clients: readonly string[];
}

/** A member who answered the break. */
export interface RosterEntry {
  /** Names the client during this break, and leads nowhere. */
  readonly id: string;
  readonly name: string | null;
  readonly status: AckStatus;
  readonly at: Timestamp;
}

/**
 * Who is here and who is back. Unlike notices none of this is logged: it is the sum of what members say, and worth nothing an
 * hour later. `MeetingStore.load` reads the tally along with the meeting. Every method rejects with `StoreUnavailable` when the
 * store cannot be reached, and with `IdempotencyKeyReused` when the key was used for something else.
 */
export abstract class MemberStore {
  /** `stale`: a later break was answered already. `full`: {@link MAX_CLIENTS} others have answered. */
  abstract ack(ack: Ack): Promise<MemberCounts | 'stale' | 'full'>;

  /** The same client counts once in a stretch. `stale`: somebody asked in a later one already. */
  abstract request(request: BreakRequest): Promise<MemberCounts | 'stale'>;

  /** How the members stood after the call that was done under this key; `undefined` = none was. */
  abstract done(id: MeetingId, key: CommandKey): Promise<MemberCounts | undefined>;

  /** In no order; empty when nobody answered that break. */
  abstract roster(id: MeetingId, restId: string): Promise<readonly RosterEntry[]>;

  /**
   * Says which members are on this process, in place of what it said before. A client that several processes have counts once,
   * among the first {@link MAX_CLIENTS} of each. What a process that died said is forgotten within 15 s. Answers whether another
   * process has one of these clients: then say it again when a process is {@link processGone}.
   */
  abstract countMembers(id: MeetingId, here: MembersHere): Promise<boolean>;

  /** Emits when a process that counted members is no more. */
  abstract readonly processGone: Observable<void>;

  /** Emits when the store forgot what this process said. */
  abstract readonly countsLost: Observable<void>;
}
