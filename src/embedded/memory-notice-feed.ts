import { Injectable } from '@nestjs/common';
import { NEVER, Subject } from 'rxjs';
import { NoticeFeed, type FeedMessage } from '../stores/notice-feed.js';
import type { MeetingId } from '../domain/meeting-id.js';

/** The feed within one process: it loses nothing, and delivers messages about all meetings. */
@Injectable()
export class MemoryNoticeFeed extends NoticeFeed {
  override readonly messages = new Subject<FeedMessage>();
  override readonly memberChanges = new Subject<MeetingId>();
  override readonly lost = NEVER;
  override readonly restored = NEVER;
  override readonly missed = NEVER;
  override readonly connected = true;

  override subscribe(): Promise<void> {
    return Promise.resolve();
  }

  override unsubscribe(): void {
    // Nothing was set up for it.
  }

  override watchMembers(): void {
    // Messages of all meetings are delivered anyway.
  }

  override unwatchMembers(): void {
    // Nothing was set up for it.
  }
}
