import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Subscription, type Subscriber } from 'rxjs';
import { Clock } from '../../clock/clock.js';
import { AppConfig } from '../../config/app-config.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { MeetingsService } from '../../meetings/meetings.service.js';
import { Metrics } from '../../metrics/metrics.js';
import { MeetingStore } from '../../stores/meeting-store.js';
import { StoreUnavailable } from '../../stores/store-unavailable.js';
import { outsideOfTraces } from '../../tracing/spans.js';
import type { Frame } from '../frames/frame.js';
import { join } from './join.js';
import { LiveMeeting } from './live-meeting.js';
import { MembersWatch } from './members-watch.js';
import { NoticeFeed } from '../../stores/notice-feed.js';
import { Presence } from './presence.js';
import type { Visitor } from './visitor.js';

/**
 * Each followed meeting's position is compared with the store's once in this many ticks, for losses that nothing else shows, and for
 * a log that cannot be read: its streams hear of that within 5 s (contract §9). A share of the meetings at each tick, so that
 * thousands of them are no burst.
 */
const CHECK_TICKS = 4;
const CHECK_TICK_MS = 1_000;

/**
 * Between the one feed of this process and its many streams: a meeting is followed while at least one local stream is
 * attached to it, and once, however many are.
 */
@Injectable()
export class Bridge implements OnApplicationShutdown {
  private readonly meetings = new Map<MeetingId, LiveMeeting>();
  /** Of those meetings that a local leader follows. */
  private readonly watches = new Map<MeetingId, MembersWatch>();
  private readonly listening = new Subscription();
  private opened = 0;
  private tick = 0;

  constructor(
    private readonly feed: NoticeFeed,
    private readonly store: MeetingStore,
    private readonly clock: Clock,
    private readonly meetingsService: MeetingsService,
    private readonly presence: Presence,
    private readonly metrics: Metrics,
    private readonly config: AppConfig,
  ) {
    metrics.bridgeConnected.read = () => feed.connected;
    metrics.meetingsFollowed.read = () => this.meetings.size;
    metrics.meetingsUnreadable.read = () =>
      feed.connected ? [...this.meetings.values()].filter(({ isUnreadable }) => isUnreadable).length : 0;
    this.listening.add(
      feed.announcements.subscribe(({ meetingId, payload }) =>
        this.meetings.get(meetingId)?.announced(payload),
      ),
    );
    this.listening.add(feed.lost.subscribe(() => this.meetings.forEach((meeting) => meeting.lost())));
    this.listening.add(feed.restored.subscribe(() => this.repair()));
    this.listening.add(feed.memberChanges.subscribe((id) => this.watches.get(id)?.look()));
    this.listening.add(
      clock.every(CHECK_TICK_MS).subscribe(() => {
        this.repair(this.tick++ % CHECK_TICKS);
        this.watches.forEach((watch) => void watch.tick());
      }),
    );
  }

  /**
   * Sends a visitor's stream the meeting, from `connected` on, for as long as the stream is open. Resolves when it is live.
   * Throws `StoreUnavailable`, and then has sent nothing.
   */
  async attach(stream: Subscriber<Frame>, id: MeetingId, { cursor, role, clientId }: Visitor): Promise<void> {
    if (!this.feed.connected) throw new StoreUnavailable('the feed is not connected');
    const meeting = this.acquire(id);
    const watch = role === 'leader' ? this.watch(meeting) : undefined;
    const isCounted = role === undefined || role === 'member';
    if (isCounted) this.presence.change(id, 1, clientId);
    stream.add(() => {
      if (watch) this.unwatch(id, watch);
      if (isCounted) this.presence.change(id, -1, clientId);
      this.release(meeting);
    });
    await join(stream, meeting, cursor, watch);
  }

  onApplicationShutdown(): void {
    this.listening.unsubscribe();
  }

  private readonly settle = (id: MeetingId) => outsideOfTraces(() => this.meetingsService.settle(id));

  /** All meetings, or those whose turn it is. */
  private repair(turn?: number): void {
    if (!this.feed.connected) return;
    for (const meeting of this.meetings.values()) {
      if (turn === undefined || meeting.turn === turn) void meeting.repair();
    }
  }

  private acquire(id: MeetingId): LiveMeeting {
    let meeting = this.meetings.get(id);
    if (!meeting) {
      meeting = new LiveMeeting(
        id,
        this.feed,
        this.store,
        this.clock,
        this.settle,
        this.metrics,
        this.opened++ % CHECK_TICKS,
        this.config.defaultLanguage,
      );
      this.meetings.set(id, meeting);
    }
    meeting.streams++;
    return meeting;
  }

  private watch(meeting: LiveMeeting): MembersWatch {
    let watch = this.watches.get(meeting.id);
    if (!watch) {
      watch = new MembersWatch(meeting, this.store, this.clock);
      this.watches.set(meeting.id, watch);
      this.feed.watchMembers(meeting.id);
    }
    watch.leaders++;
    return watch;
  }

  private unwatch(id: MeetingId, watch: MembersWatch): void {
    if (--watch.leaders > 0) return;
    this.watches.delete(id);
    this.feed.unwatchMembers(id);
  }

  private release(meeting: LiveMeeting): void {
    if (--meeting.streams > 0) return;
    this.meetings.delete(meeting.id);
    meeting.close();
  }
}
