import type { Observable } from 'rxjs';
import type { MeetingId } from '../domain/meeting-id.js';

/** A message about a meeting, from a store or another program, as it came. Not trusted: see `events/live/feed-message.ts`. */
export interface FeedMessage {
  readonly meetingId: MeetingId;
  readonly payload: string;
}

/**
 * The live path from the store to this process, one for all its streams. It may lose messages, but not silently: {@link restored}
 * tells when the log has to be read.
 */
export abstract class NoticeFeed {
  abstract readonly messages: Observable<FeedMessage>;

  /** Emits when the path, or the store itself, cannot be reached any more. May repeat. */
  abstract readonly lost: Observable<void>;

  /** Emits when both work again: anything may have been missed meanwhile. */
  abstract readonly restored: Observable<void>;

  /** Whether messages arrive and the store answers now, as far as is known. */
  abstract readonly connected: boolean;

  /** Resolves once every later message about the meeting will arrive. Rejects with `StoreUnavailable`. */
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
