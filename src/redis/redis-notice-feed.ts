import { Injectable } from '@nestjs/common';
import { fromEvent, map, merge, Subject, type Observable } from 'rxjs';
import { NoticeFeed, type Announcement } from '../events/notice-feed.js';
import type { MeetingId } from '../meetings/rules/meeting-id.js';
import { StoreUnavailable } from '../meetings/meeting-store.js';
import { channel, meetingOfChannel, membersChannel } from './keys.js';
import { Processes } from './processes.js';
import { RedisConnections } from './redis-connections.js';

/**
 * Redis pub/sub over one connection. When that connection is made anew, every channel is subscribed again and only then
 * `restored` is told: reading the log earlier would leave a gap between the read and the subscription. The log is read over
 * the other connection, so both have to be there.
 */
@Injectable()
export class RedisNoticeFeed extends NoticeFeed {
  override readonly announcements = new Subject<Announcement>();
  override readonly memberChanges = new Subject<MeetingId>();
  override readonly lost: Observable<void>;
  override readonly restored = new Subject<void>();

  private readonly messages: RedisConnections['messages'];
  private readonly commands: RedisConnections['commands'];
  /** Channels. */
  private readonly wanted = new Set<string>();
  private readonly watched = new Set<MeetingId>();
  private subscribed = false;

  constructor({ messages, commands }: RedisConnections, processes: Processes) {
    super();
    this.messages = messages;
    this.commands = commands;
    messages.on('message', (name: string, payload: string) => {
      const meeting = meetingOfChannel(name);
      if (meeting?.topic === 'rest') this.announcements.next({ meetingId: meeting.id, payload });
      if (meeting?.topic === 'members') this.memberChanges.next(meeting.id);
    });
    // With a process come or go its streams.
    processes.changed.subscribe(() => this.watched.forEach((id) => this.memberChanges.next(id)));
    messages.on('close', () => (this.subscribed = false));
    messages.on('ready', () => void this.resubscribe());
    if (messages.status === 'ready') void this.resubscribe();
    commands.on('ready', () => this.tell());
    this.lost = merge(fromEvent(messages, 'close'), fromEvent(commands, 'close')).pipe(map(() => undefined));
  }

  override get connected(): boolean {
    return this.subscribed && this.messages.status === 'ready' && this.commands.status === 'ready';
  }

  override subscribe(id: MeetingId): Promise<void> {
    return this.join(channel(id));
  }

  override unsubscribe(id: MeetingId): void {
    this.leave(channel(id));
  }

  override watchMembers(id: MeetingId): void {
    this.watched.add(id);
    // Without it changes are found by looking, only later.
    this.join(membersChannel(id)).catch(() => undefined);
  }

  override unwatchMembers(id: MeetingId): void {
    this.watched.delete(id);
    this.leave(membersChannel(id));
  }

  private async join(name: string): Promise<void> {
    this.wanted.add(name);
    try {
      await this.messages.subscribe(name);
    } catch (error) {
      throw new StoreUnavailable(error);
    }
  }

  private leave(name: string): void {
    this.wanted.delete(name);
    // A connection that is down has no subscriptions to drop.
    this.messages.unsubscribe(name).catch(() => undefined);
  }

  private async resubscribe(): Promise<void> {
    try {
      if (this.wanted.size > 0) await this.messages.subscribe(...this.wanted);
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
