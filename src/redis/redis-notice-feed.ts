import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { firstValueFrom, Subject } from 'rxjs';
import { NoticeFeed, type FeedMessage } from '../stores/notice-feed.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { Availability } from './availability.js';
import { Installation } from './installation.js';
import { Keys } from './keys.js';
import { Processes } from './processes.js';
import { RedisConnections } from './redis-connections.js';
import { refusalIn } from './refusal.js';
import { ShardedChannels } from './sharded-channels.js';

/** Maximum wait for Redis at the start, in milliseconds; longer than a Redis that is there needs. */
const AWAITED_MS = 1_000;

/**
 * Channels in one SUBSCRIBE. A command with 120,000 arguments overflows the stack and delays all other
 * commands.
 */
const CHANNELS_AT_ONCE = 1_000;

/**
 * Redis pub/sub over one connection. After a reconnect it subscribes to every channel again and only then
 * emits `restored`: reading the log earlier would leave a gap between the read and the subscription. The log
 * is read over the other connection, so both must work.
 */
@Injectable()
export class RedisNoticeFeed extends NoticeFeed implements OnApplicationBootstrap {
  override readonly messages = new Subject<FeedMessage>();
  override readonly memberChanges = new Subject<MeetingId>();
  override readonly lost = new Subject<void>();
  override readonly restored = new Subject<void>();
  override readonly missed = new Subject<MeetingId>();

  private readonly logger = new Logger('Redis');
  private readonly subscriber: RedisConnections['messages'];
  /** Names of the channels that this process listens to. */
  private readonly wanted = new Set<string>();
  private readonly watched = new Set<MeetingId>();
  private subscribed = false;

  /** The state that was last emitted. */
  private wasConnected = false;

  constructor(
    private readonly connections: RedisConnections,
    private readonly availability: Availability,
    processes: Processes,
    private readonly keys: Keys,
    private readonly installation: Installation,
    private readonly sharded: ShardedChannels,
  ) {
    super();
    this.subscriber = connections.messages;
    this.subscriber.on('message', (name: string, payload: string) => this.receive(name, payload));
    sharded.messages.subscribe(([name, payload]) => this.receive(name, payload));
    sharded.restored.subscribe((name) => {
      const meeting = this.keys.meetingOfChannel(name);
      if (meeting) this.missed.next(meeting.id);
    });
    // The members of a process come and go with it.
    processes.changed.subscribe(() => this.watched.forEach((id) => this.memberChanges.next(id)));
    this.subscriber.on('close', () => {
      this.subscribed = false;
      this.tell();
    });
    this.subscriber.on('ready', () => void this.resubscribe());
    availability.changed.subscribe(() => this.tell());
  }

  override get connected(): boolean {
    return this.subscribed && this.subscriber.status === 'ready' && !this.availability.isAway;
  }

  /** Waits shortly for Redis before the process listens, so that the first clients need not be sent away. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.connected) return;
    const restored = firstValueFrom(this.restored, { defaultValue: undefined });
    await Promise.race([restored, delay(AWAITED_MS, undefined, { ref: false })]);
  }

  /** Both channels: other programs, and versions before 0.3, publish on the classic one only. */
  override async subscribe(id: MeetingId): Promise<void> {
    await Promise.all([this.join(this.keys.channel(id)), this.sharded.join(this.keys.shardChannel(id))]);
  }

  override unsubscribe(id: MeetingId): void {
    this.leave(this.keys.channel(id));
    this.sharded.leave(this.keys.shardChannel(id));
  }

  override watchMembers(id: MeetingId): void {
    this.watched.add(id);
    // Without this subscription, changes are found later, by polling.
    this.join(this.keys.membersChannel(id)).catch((error: unknown) => this.logger.debug(String(error)));
  }

  override unwatchMembers(id: MeetingId): void {
    this.watched.delete(id);
    this.leave(this.keys.membersChannel(id));
  }

  private receive(channel: string, announced: string): void {
    const meeting = this.keys.meetingOfChannel(channel);
    if (meeting?.topic === 'members') this.memberChanges.next(meeting.id);
    if (meeting?.topic !== 'rest') return;
    const payload = this.installation.ownPart(announced);
    if (payload !== undefined) this.messages.next({ meetingId: meeting.id, payload });
  }

  private async join(name: string): Promise<void> {
    this.wanted.add(name);
    try {
      await this.subscriber.subscribe(name);
    } catch (error) {
      throw new StoreUnavailable(error);
    }
  }

  private leave(name: string): void {
    this.wanted.delete(name);
    // A closed connection has no subscriptions.
    this.subscriber.unsubscribe(name).catch(() => undefined);
  }

  private async resubscribe(): Promise<void> {
    const { messages } = this.connections.reconnections;
    try {
      await this.subscribeAll();
      this.subscribed = true;
      this.tell();
    } catch (error) {
      messages.failed(error instanceof Error ? error.message : String(error), refusalIn(error) !== undefined);
      // Without its subscriptions the connection is useless: the next one tries again.
      if (this.subscriber.status === 'ready') this.subscriber.disconnect(true);
    }
  }

  private async subscribeAll(): Promise<void> {
    const all = [...this.wanted];
    for (let at = 0; at < all.length; at += CHANNELS_AT_ONCE) {
      // Some channels may not be wanted any more.
      const some = all.slice(at, at + CHANNELS_AT_ONCE).filter((name) => this.wanted.has(name));
      if (some.length > 0) await this.subscriber.subscribe(...some);
    }
  }

  /** Emits once for each loss and each return, however often single connections come and go. */
  private tell(): void {
    // A server that takes subscriptions and refuses commands does not work.
    if (this.connected) this.connections.reconnections.messages.worked();
    if (this.connected === this.wasConnected) return;
    this.wasConnected = this.connected;
    (this.connected ? this.restored : this.lost).next();
  }
}
