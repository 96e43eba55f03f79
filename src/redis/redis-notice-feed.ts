import { Injectable } from '@nestjs/common';
import { fromEvent, map, merge, Subject, type Observable } from 'rxjs';
import { NoticeFeed, type Announcement } from '../events/notice-feed.js';
import type { MeetingId } from '../meetings/meeting-id.js';
import { StoreUnavailable } from '../meetings/meeting-store.js';
import { channel, meetingOfChannel } from './keys.js';
import { RedisConnections } from './redis-connections.js';

/**
 * Redis pub/sub over one connection. When that connection is made anew, every channel is subscribed again and only then
 * `restored` is told: reading the log earlier would leave a gap between the read and the subscription. The log is read over
 * the other connection, so both have to be there.
 */
@Injectable()
export class RedisNoticeFeed extends NoticeFeed {
  override readonly announcements = new Subject<Announcement>();
  override readonly lost: Observable<void>;
  override readonly restored = new Subject<void>();

  private readonly messages: RedisConnections['messages'];
  private readonly commands: RedisConnections['commands'];
  private readonly wanted = new Set<MeetingId>();
  private subscribed = false;

  constructor({ messages, commands }: RedisConnections) {
    super();
    this.messages = messages;
    this.commands = commands;
    messages.on('message', (name: string, payload: string) => {
      const meetingId = meetingOfChannel(name);
      if (meetingId !== undefined) this.announcements.next({ meetingId, payload });
    });
    messages.on('close', () => (this.subscribed = false));
    messages.on('ready', () => void this.resubscribe());
    if (messages.status === 'ready') void this.resubscribe();
    commands.on('ready', () => this.tell());
    this.lost = merge(fromEvent(messages, 'close'), fromEvent(commands, 'close')).pipe(map(() => undefined));
  }

  override get connected(): boolean {
    return this.subscribed && this.messages.status === 'ready' && this.commands.status === 'ready';
  }

  override async subscribe(id: MeetingId): Promise<void> {
    this.wanted.add(id);
    try {
      await this.messages.subscribe(channel(id));
    } catch (error) {
      throw new StoreUnavailable(error);
    }
  }

  override unsubscribe(id: MeetingId): void {
    this.wanted.delete(id);
    // A connection that is down has no subscriptions to drop.
    this.messages.unsubscribe(channel(id)).catch(() => undefined);
  }

  private async resubscribe(): Promise<void> {
    try {
      if (this.wanted.size > 0) await this.messages.subscribe(...[...this.wanted].map(channel));
      this.subscribed = true;
      this.tell();
    } catch {
      // Without its subscriptions the connection is of no use: the next one tries again.
      this.messages.disconnect(true);
    }
  }

  private tell(): void {
    if (this.connected) this.restored.next();
  }
}
