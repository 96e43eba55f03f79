import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Subscription } from 'rxjs';
import { Clock } from '../../clock/clock.js';
import { AppConfig } from '../../config/app-config.js';
import { hasBreakBy } from '../../domain/due.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { MeetingsService } from '../../meetings/meetings.service.js';
import { Metrics } from '../../metrics/metrics.js';
import { MeetingStore } from '../../stores/meeting-store.js';
import { NoticeFeed } from '../../stores/notice-feed.js';
import { StoreUnavailable } from '../../stores/store-unavailable.js';
import { outsideOfTraces } from '../../tracing/spans.js';
import { attach } from './attach.js';
import { attachOverview } from './attach-overview.js';
import { LiveMeeting } from './live-meeting.js';
import { MeetingOverview } from './meeting-overview.js';
import { MembersWatch } from './members-watch.js';
import { Presence } from './presence.js';
import { RefCountedMap } from './ref-counted-map.js';
import type { Stream } from './stream.js';
import type { OverviewRequest, StreamRequest } from './stream-request.js';

/**
 * Each followed meeting's position is compared with the store's once in this many ticks. This finds losses
 * that nothing else shows, and logs that cannot be read, early enough to tell the streams within 5 s
 * (docs/protocol.md). Each tick checks a share of the meetings, so that thousands of them make no burst.
 */
const CHECK_TICKS = 4;
const CHECK_TICK_MS = 1_000;

/**
 * Connects the one feed of this process with its many streams. A meeting is followed once while at least one
 * local stream is attached to it.
 */
@Injectable()
export class Bridge implements OnModuleInit, OnApplicationShutdown {
  private readonly meetings = new RefCountedMap<MeetingId, LiveMeeting>(
    (id) => this.follow(id),
    (_, meeting) => meeting.close(),
  );
  /** The members of meetings that a local leader follows. */
  private readonly watches = new RefCountedMap<MeetingId, MembersWatch>(
    (id) => this.watchMembers(id),
    (id) => this.feed.unwatchMembers(id),
  );
  /** The meetings that a local overview shows. */
  private readonly overviews = new RefCountedMap<MeetingId, MeetingOverview>(
    (id) => new MeetingOverview(this.meetings.acquire(id), this.watches.acquire(id), this.clock),
    (_, overview) => overview.close(),
  );
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
  ) {}

  onModuleInit(): void {
    const { feed, metrics } = this;
    metrics.bridgeConnected.read = () => feed.connected;
    metrics.meetingsFollowed.read = () => this.meetings.size;
    metrics.meetingsUnreadable.read = () =>
      feed.connected ? [...this.meetings.values()].filter(({ isUnreadable }) => isUnreadable).length : 0;
    this.listening.add(
      feed.messages.subscribe(({ meetingId, payload }) => this.meetings.get(meetingId)?.receive(payload)),
    );
    this.listening.add(feed.lost.subscribe(() => this.tellLost()));
    this.listening.add(feed.restored.subscribe(() => this.repair()));
    this.listening.add(feed.missed.subscribe((id) => this.meetings.get(id)?.missed()));
    this.listening.add(feed.memberChanges.subscribe((id) => this.watches.get(id)?.markChanged()));
    this.listening.add(
      this.clock.every(CHECK_TICK_MS).subscribe(() => {
        this.repair(this.tick++ % CHECK_TICKS);
        for (const watch of this.watches.values()) void watch.tick();
        for (const overview of this.overviews.values()) overview.tick();
      }),
    );
  }

  onApplicationShutdown(): void {
    this.listening.unsubscribe();
  }

  /**
   * Sends a stream its meeting's frames, from `connected` on, for as long as the stream is open. Resolves
   * when the stream is live. Throws `StoreUnavailable` before anything was sent. `retryMs` = how long the
   * client waits before it reconnects if the stream breaks off.
   */
  async attach(stream: Stream, request: StreamRequest, retryMs: number): Promise<void> {
    const { meetingId, role, until, clientId } = request;
    if (!this.feed.connected) throw new StoreUnavailable('the feed is not connected');
    const meeting = this.meetings.acquire(meetingId);
    stream.onEnd(meeting.release);
    const watch = role === 'leader' ? this.watches.acquire(meetingId) : undefined;
    if (watch) stream.onEnd(watch.release);
    if (role === 'member' && until === undefined) this.count(stream, meetingId, clientId);
    await attach(stream, meeting.value, request, retryMs, watch?.value);
  }

  /** Sends a stream the overview of several meetings. Resolves and throws as {@link attach}. */
  async attachOverview(
    stream: Stream,
    { meetingIds, role }: OverviewRequest,
    retryMs: number,
  ): Promise<void> {
    if (!this.feed.connected) throw new StoreUnavailable('the feed is not connected');
    const handles = meetingIds.map((id) => this.overviews.acquire(id));
    handles.forEach(({ release }) => stream.onEnd(release));
    const overviews = handles.map(({ value }) => value);
    const audience = role === 'leader' ? 'leaders' : 'members';
    await attachOverview(stream, overviews, audience, retryMs, () => this.clock.timestamp());
  }

  /** Whether the meeting has a break now, or plans one within `ms` milliseconds. */
  hasBreakWithin(id: MeetingId, ms: number): boolean {
    const meeting = this.meetings.get(id)?.position.meeting;
    return meeting !== undefined && hasBreakBy(meeting, new Date(this.clock.now() + ms).toISOString());
  }

  private count(stream: Stream, id: MeetingId, clientId: string | undefined): void {
    this.presence.change(id, 1, clientId);
    stream.onEnd(() => this.presence.change(id, -1, clientId));
  }

  private tellLost(): void {
    for (const meeting of this.meetings.values()) meeting.lost();
  }

  /** Repairs all meetings, or only those of this tick. */
  private repair(tick?: number): void {
    if (!this.feed.connected) return;
    for (const meeting of this.meetings.values()) {
      if (tick === undefined || meeting.checkTick === tick) void meeting.repair();
    }
  }

  private readonly commitDue = (id: MeetingId) => outsideOfTraces(() => this.meetingsService.commitDue(id));

  private follow(id: MeetingId): LiveMeeting {
    return new LiveMeeting(
      id,
      this.feed,
      this.store,
      this.clock,
      this.commitDue,
      this.metrics,
      this.opened++ % CHECK_TICKS,
      this.config.defaultLanguage,
    );
  }

  private watchMembers(id: MeetingId): MembersWatch {
    this.feed.watchMembers(id);
    return new MembersWatch(id, () => this.meetings.get(id)?.position, this.store, this.clock);
  }
}
