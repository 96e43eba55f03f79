import type { MeetingId } from '../domain/meeting-id.js';

/** A call that ended a meeting, by a digest, and for how many seconds that is to be known. */
export interface Ended {
  readonly call: string;
  readonly seconds: number;
}

/**
 * Who holds which meeting, by the digest of a leader's token. Every method rejects with `StoreUnavailable` when the store
 * cannot be reached.
 */
export abstract class ClaimStore {
  /** In one atomic step: the meeting is held by `digest` for so many seconds, unless somebody holds it. */
  abstract claim(id: MeetingId, digest: string, seconds: number): Promise<boolean>;
  /** The digest that holds it. */
  abstract holder(id: MeetingId): Promise<string | undefined>;
  /** Whoever holds it does so for so many seconds from now on. */
  abstract keep(id: MeetingId, seconds: number): Promise<void>;
  /** In one atomic step: `digest` does not hold it any more, if it did; and with `ended`, it is known which call ended it. */
  abstract release(id: MeetingId, digest: string, ended?: Ended): Promise<void>;
  abstract wasEndedBy(id: MeetingId, call: string): Promise<boolean>;
}
