import { NEVER, Observable, Subject } from 'rxjs';
import type { Clock } from '../../../src/clock/clock.js';
import type { FeedMessage, NoticeFeed } from '../../../src/stores/notice-feed.js';
import type { MemberStore, MembersHere } from '../../../src/stores/member-store.js';
import type { Commit, CommitOutcome, Loaded, MeetingStore } from '../../../src/stores/meeting-store.js';
import type { LastCommand } from '../../../src/domain/undo.js';
import type { CommandKey } from '../../../src/stores/command-key.js';
import type { LoggedNotice } from '../../../src/domain/notice.js';
import type { Connection } from './connection.js';
import { type Entry, type SimStore } from './sim-store.js';
import { EPOCH, type VirtualTime } from './virtual-time.js';

/** The service's clock on simulated time. */
export class SimClock implements Clock {
  constructor(private readonly time: VirtualTime) {}

  now(): number {
    return EPOCH + this.time.now;
  }

  elapsed(): number {
    return this.time.now;
  }

  delay(ms: number): Promise<void> {
    return new Promise((resolve) => this.time.after(ms, resolve));
  }

  timestamp(): string {
    return new Date(this.now()).toISOString();
  }

  every(ms: number): Observable<number> {
    return new Observable((subscriber) => {
      const timer = this.time.after(ms, () => subscriber.next(this.now()), ms);
      return () => this.time.cancel(timer);
    });
  }

  at(time: number): Observable<number> {
    return new Observable((subscriber) => {
      const emit = () => {
        subscriber.next(this.now());
        subscriber.complete();
      };
      const timer = this.time.after(time - this.now(), emit);
      return () => this.time.cancel(timer);
    });
  }
}

/** Converts the store's entries to those of the compiled code under test. */
export type EntryReader = (entry: Entry) => LoggedNotice;

export class SimMeetingStore implements MeetingStore {
  constructor(
    private readonly connection: Connection,
    private readonly store: SimStore,
    private readonly read: EntryReader,
  ) {}

  load(_id: string, key?: CommandKey): Promise<Loaded> {
    return this.connection.ask({ what: 'load', isWrite: false, work: () => this.store.load(key) });
  }

  loadAll(ids: readonly string[]): Promise<readonly Loaded[]> {
    return Promise.all(ids.map((id) => this.load(id)));
  }

  commit(commit: Commit): Promise<CommitOutcome> {
    return this.connection.ask({ what: 'commit', isWrite: true, work: () => this.store.commit(commit) });
  }

  readLastCommand(): Promise<LastCommand | undefined> {
    return this.connection.ask({ what: 'readLastCommand', isWrite: false, work: () => this.store.last });
  }

  readLog(_id: string, after: string, limit: number): Promise<readonly LoggedNotice[]> {
    const work = () => this.store.entriesAfter(after, limit).map((entry) => this.read(entry));
    return this.connection.ask({ what: 'readLog', isWrite: false, work });
  }

  /** Newest first. */
  readLogBack(_id: string, upTo: string, limit: number): Promise<readonly LoggedNotice[]> {
    const work = () => this.store.entriesUpTo(upTo, limit).map((entry) => this.read(entry));
    return this.connection.ask({ what: 'readLogBack', isWrite: false, work });
  }
}

type Counts = Pick<MemberStore, 'countMembers' | 'countsLost' | 'processGone'>;

/** Stores the counts of streams only: members' answers are not explored. */
export class SimMemberStore implements Counts {
  readonly countsLost = NEVER;
  readonly processGone = NEVER;

  constructor(
    private readonly connection: Connection,
    private readonly store: SimStore,
    private readonly process: number,
  ) {}

  async countMembers(_id: string, { anonymous, clients }: MembersHere): Promise<boolean> {
    await this.countStreams(_id, anonymous + clients.length);
    return false;
  }

  /** The name in builds before 0.2.0. */
  countStreams(_id: string, connected: number): Promise<void> {
    const work = () => void this.store.counts.set(this.process, connected);
    return this.connection.ask({ what: `countStreams ${connected}`, isWrite: true, work });
  }
}

/**
 * A feed like that on Redis: subscriptions end with the connection, and are renewed before `restored` is
 * emitted.
 */
export class SimNoticeFeed implements NoticeFeed {
  readonly messages = new Subject<FeedMessage>();
  /** The name in builds before 0.3. */
  readonly announcements = this.messages;
  readonly memberChanges = new Subject<string>();
  readonly lost = new Subject<void>();
  readonly restored = new Subject<void>();
  readonly missed = NEVER;
  private readonly wanted = new Set<string>();
  private isSubscribed = true;
  /** The last state that was emitted. */
  private wasConnected = true;

  constructor(
    private readonly commands: Connection,
    private readonly subscriber: Connection,
    private readonly store: SimStore,
    private readonly process: number,
    private readonly onRestored: () => void,
    /** Called when the connection for messages is open but could not subscribe: it must be replaced. */
    private readonly onUseless: () => void,
  ) {}

  get connected(): boolean {
    return this.isSubscribed && this.subscriber.isUp && this.commands.isUp;
  }

  subscribe(id: string): Promise<void> {
    this.wanted.add(id);
    return this.ask('subscribe', () => this.store.subscribers.add(this.process));
  }

  unsubscribe(id: string): void {
    this.wanted.delete(id);
    this.ask('unsubscribe', () => this.store.subscribers.delete(this.process)).catch(() => undefined);
  }

  watchMembers(): void {
    // No leader's stream is explored.
  }

  unwatchMembers(): void {
    // No leader's stream is explored.
  }

  /** Handles a closed connection. */
  cut(isMessages: boolean): void {
    if (isMessages) this.isSubscribed = false;
    this.tell();
  }

  /** The connection for messages is open again. */
  async resubscribe(): Promise<void> {
    try {
      if (this.wanted.size > 0)
        await this.ask('subscribe again', () => this.store.subscribers.add(this.process));
      this.isSubscribed = true;
      this.tell();
    } catch {
      // If the connection was cut meanwhile, its successor is on the way already.
      if (this.subscriber.isUp) this.onUseless();
    }
  }

  /** Emits once for each loss and each return. */
  tell(): void {
    if (this.connected === this.wasConnected) return;
    this.wasConnected = this.connected;
    if (this.connected) this.onRestored();
    (this.connected ? this.restored : this.lost).next();
  }

  private ask(what: string, work: () => unknown): Promise<void> {
    return this.subscriber.ask({ what, isWrite: true, work: () => void work() });
  }
}
