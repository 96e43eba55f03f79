import type { Observable } from 'rxjs';
import type { MeetingId } from '../domain/meeting-id.js';

/** What a store, or another program, said about a meeting, as it was said. Not trusted: see `announcement.ts`. */
export interface Announcement {
  readonly meetingId: MeetingId;
  readonly payload: string;
}

/**
 * The live path from the store to this process, one for all its streams. It may lose announcements; it may not do so in
 * silence: {@link restored} tells when the log has to be read.
 */
export abstract class NoticeFeed {
  abstract readonly announcements: Observable<Announcement>;

  /** Emits when the path, or the store itself, cannot be reached any more. May repeat. */
  abstract readonly lost: Observable<void>;

  /** Emits when both work again: anything may have been missed meanwhile. */
  abstract readonly restored: Observable<void>;

  /** Whether announcements arrive and the store answers now, as far as is known. */
  abstract readonly connected: boolean;

  /** Resolves once every later announcement about the meeting will arrive. Rejects with `StoreUnavailable`. */
  abstract subscribe(id: MeetingId): Promise<void>;

  abstract unsubscribe(id: MeetingId): void;

  /**
   * Emits a watched meeting when somebody came, left, answered or asked. It only says "look now", and may not say it: whoever
   * watches looks now and then anyway.
   */
  abstract readonly memberChanges: Observable<MeetingId>;

  abstract watchMembers(id: MeetingId): void;

  abstract unwatchMembers(id: MeetingId): void;
}
