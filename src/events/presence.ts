import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Subscription } from 'rxjs';
import { Clock } from '../clock/clock.js';
import type { MeetingId } from '../meetings/rules/meeting-id.js';
import { MemberStore } from '../members/member-store.js';
import { NoticeFeed } from './notice-feed.js';

/** However many members come and go, a meeting's count is written once a second at most. */
const WRITE_EVERY_MS = 1_000;
/** A count that did not change is written again, for a store that lost it. */
const REWRITE_EVERY_MS = 15_000;

interface Count {
  connected: number;
  named: number;
  changed: boolean;
  writtenAt: number;
}

/** Counts the streams of members on this process and tells the store, which adds up all processes. */
@Injectable()
export class Presence implements OnApplicationShutdown {
  private readonly counts = new Map<MeetingId, Count>();
  private readonly listening = new Subscription();

  constructor(
    private readonly store: MemberStore,
    private readonly clock: Clock,
    feed: NoticeFeed,
  ) {
    this.listening.add(clock.every(WRITE_EVERY_MS).subscribe(() => this.writeDue()));
    this.listening.add(feed.restored.subscribe(() => this.counts.forEach((count) => (count.changed = true))));
  }

  /** A member's stream opened (`by` 1) or ended (-1); `named` = it said its `client_id`. */
  change(id: MeetingId, by: 1 | -1, named: boolean): void {
    const count = this.counts.get(id) ?? { connected: 0, named: 0, changed: false, writtenAt: -Infinity };
    this.counts.set(id, count);
    count.connected += by;
    if (named) count.named += by;
    count.changed = true;
    if (this.clock.now() - count.writtenAt >= WRITE_EVERY_MS) this.write(id, count);
  }

  onApplicationShutdown(): void {
    this.listening.unsubscribe();
  }

  private writeDue(): void {
    const now = this.clock.now();
    for (const [id, count] of this.counts) {
      if (count.changed || now - count.writtenAt >= REWRITE_EVERY_MS) this.write(id, count);
      else if (count.connected === 0) this.counts.delete(id);
    }
  }

  private write(id: MeetingId, count: Count): void {
    count.changed = false;
    count.writtenAt = this.clock.now();
    this.store.countStreams(id, count.connected, count.named).catch(() => (count.changed = true));
  }
}
