import type { CommandKey } from '../meetings/command-key.js';
import type { MeetingId } from '../meetings/rules/meeting-id.js';
import type { Round } from '../meetings/rules/meeting.js';
import type { AckStatus, Tally } from '../meetings/rules/members.js';
import type { Timestamp } from '../meetings/rules/timestamp.js';

/** Of how many different clients a store keeps an answer, or counts a request. What a hostile client adds beyond is refused. */
export const MAX_CLIENTS = 2_000;

export interface Ack {
  readonly id: MeetingId;
  readonly round: Pick<Round, 'restId' | 'startedAt'>;
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
  /** The client, as a digest that means nothing in another stretch. */
  readonly client: string;
  readonly key?: CommandKey | undefined;
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
  abstract ack(ack: Ack): Promise<Tally | 'stale' | 'full'>;

  /** The same client counts once in a stretch. `stale`: somebody asked in a later one already. */
  abstract request(request: BreakRequest): Promise<Tally | 'stale'>;

  /** How the members stood after the call that was done under this key; `undefined` = none was. */
  abstract done(id: MeetingId, key: CommandKey): Promise<Tally | undefined>;

  /** In no order; empty when nobody answered that break. */
  abstract roster(id: MeetingId, restId: string): Promise<readonly RosterEntry[]>;

  /** How many streams of members this process has. What a process that died said is forgotten within 15 s. */
  abstract countStreams(id: MeetingId, connected: number, named: number): Promise<void>;
}
