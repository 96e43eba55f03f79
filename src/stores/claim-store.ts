import type { MeetingId } from '../domain/meeting-id.js';

/** Digest of a call that ended a meeting, and the seconds for which the store remembers it. */
export interface Ended {
  readonly call: string;
  readonly seconds: number;
}

/**
 * Claims on meetings, by the digest of the leader's token, and sealed tokens on their way to another device.
 * Every method rejects with `StoreUnavailable` if the store cannot be reached.
 */
export abstract class ClaimStore {
  /** Claims the meeting for `seconds`, unless somebody holds it; one atomic step. */
  abstract claim(id: MeetingId, digest: string, seconds: number): Promise<boolean>;
  /** The digest that holds the meeting. */
  abstract holder(id: MeetingId): Promise<string | undefined>;
  /** Extends the current claim to `seconds` from now. */
  abstract keep(id: MeetingId, seconds: number): Promise<void>;
  /**
   * Ends the claim of `digest`, if it holds the meeting, and remembers the call in `ended`; one atomic step.
   */
  abstract release(id: MeetingId, digest: string, ended?: Ended): Promise<void>;
  abstract wasEndedBy(id: MeetingId, call: string): Promise<boolean>;
  /** Keeps a sealed text under a name, for `seconds`. */
  abstract keepSealed(id: MeetingId, name: string, sealed: string, seconds: number): Promise<void>;
  /** Returns the sealed text and removes it; one atomic step, so that only one of several callers gets it. */
  abstract takeSealed(id: MeetingId, name: string): Promise<string | undefined>;
}
