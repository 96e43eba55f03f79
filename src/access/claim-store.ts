import type { MeetingId } from '../meetings/rules/meeting-id.js';

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
  abstract release(id: MeetingId): Promise<void>;
  /** In one atomic step: nobody holds it any more, and for so many seconds it is known which call ended it, by a digest. */
  abstract end(id: MeetingId, call: string, seconds: number): Promise<void>;
  abstract wasEndedBy(id: MeetingId, call: string): Promise<boolean>;
}
