import type { Observable } from 'rxjs';
import type { MeetingId } from '../domain/meeting-id.js';

/**
 * A message about a meeting as it arrived, from a store or another program. Not validated: see
 * `events/live/feed-message.ts`.
 */
export interface FeedMessage {
  readonly meetingId: MeetingId;
  readonly payload: string;
}

/**
 * Delivers messages from the store to this process, one feed for all its streams. It may lose messages, but
 * it emits {@link restored} when the log must be read for that reason.
 */
export abstract class NoticeFeed {
  abstract readonly messages: Observable<FeedMessage>;

  /** Emits when the feed or the store itself cannot be reached any more. May emit repeatedly. */
  abstract readonly lost: Observable<void>;

  /** Emits when both work again: messages may have been missed meanwhile. */
  abstract readonly restored: Observable<void>;

  /** Emits a subscribed meeting when some of its messages may have been lost, and they arrive again. */
  abstract readonly missed: Observable<MeetingId>;

  /** Whether messages arrive and the store answers, as far as this process knows. */
  abstract readonly connected: boolean;

  /**
   * Subscribes to a meeting; resolves once every later message about it will arrive. Rejects with
   * `StoreUnavailable`.
   */
  abstract subscribe(id: MeetingId): Promise<void>;

  abstract unsubscribe(id: MeetingId): void;

  /**
   * Emits a watched meeting when a member came, left, answered or asked. It may miss a change, so watchers
   * also poll.
   */
  abstract readonly memberChanges: Observable<MeetingId>;

  abstract watchMembers(id: MeetingId): void;

  abstract unwatchMembers(id: MeetingId): void;
}
