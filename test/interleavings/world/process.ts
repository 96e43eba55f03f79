import type { Streams } from '../../../src/events/stream/streams.js';
import type { MeetingsService } from '../../../src/meetings/meetings.service.js';
import { mix } from '../search/hash.js';
import { Graph, type Shipped } from '../shipped.js';
import { Connection } from './connection.js';
import type { Lane } from './lane.js';
import { SimClock, SimMeetingStore, SimMemberStore, SimNoticeFeed, type EntryReader } from './ports.js';
import { MEETING_ID, type SimStore } from './sim-store.js';
import type { VirtualTime } from './virtual-time.js';

/** Objects that are made once per build under test. They hold no state that is explored. */
export interface Shared {
  readonly shipped: Shipped;
  readonly read: EntryReader;
  readonly provide: (graph: Graph) => Graph;
}

interface Lanes {
  readonly requests: Lane;
  readonly answers: Lane;
  readonly subscriptions: Lane;
  readonly inbox: Lane;
  readonly reconnects: Lane;
}

/** A process of the service: its compiled objects and its two connections. */
export class SimProcess {
  /** Changes with every step of the process. */
  hash: number;
  isAlive = true;
  /** The time since which its store or its feed is away; `undefined` = both are available. */
  awaySince: number | undefined;
  /**
   * The place of the store's last notice when `restored` was emitted: members must have all notices up to it.
   */
  restoredAt = -1;
  readonly commands: Connection;
  readonly messages: Connection;
  readonly feed: SimNoticeFeed;
  readonly streams: Streams;
  readonly service: MeetingsService;
  /** Whether the build has a `StreamRegistry`, as since 0.3. */
  readonly hasRegistry: boolean;

  constructor(
    readonly index: number,
    readonly lanes: Lanes,
    private readonly store: SimStore,
    time: VirtualTime,
    { shipped, read, provide }: Shared,
  ) {
    this.hash = mix(11, index);
    const unavailable = (why: string) => new shipped.StoreUnavailable(why);
    const nameStep = (what: string) => this.note(what.length);
    this.commands = new Connection(store, lanes.requests, lanes.answers, unavailable, nameStep);
    this.messages = new Connection(store, lanes.subscriptions, lanes.inbox, unavailable, nameStep);
    const onRestored = () => {
      this.restoredAt = store.placeOf(store.revision) ?? -1;
      this.awaySince = undefined;
    };
    const onUseless = () => {
      this.cut('messages', time.now);
      this.reconnect();
    };
    this.feed = new SimNoticeFeed(this.commands, this.messages, store, index, onRestored, onUseless);
    time.owner = index;
    const graph = provide(new Graph())
      .provide(shipped.Clock, new SimClock(time))
      .provide(shipped.MeetingStore, new SimMeetingStore(this.commands, store, read))
      .provide(shipped.MemberStore, new SimMemberStore(this.commands, store, index))
      .provide(shipped.NoticeFeed, this.feed);
    this.hasRegistry = shipped.has('stream-registry.js');
    this.streams = graph.get(shipped.Streams);
    this.service = graph.get(shipped.MeetingsService);
  }

  /** Mixes a step into the hash, and returns the hash. */
  note(what: number): number {
    return (this.hash = mix(this.hash, what));
  }

  hear(payload: string, hash: number): void {
    const run = () => this.feed.messages.next({ meetingId: MEETING_ID, payload });
    this.lanes.inbox.items.push({ hash, what: ANNOUNCEMENT, run });
  }

  /** Cuts both connections to the store, or only the one for messages. */
  cut(what: 'messages' | 'both', now: number, areSent = false): void {
    this.awaySince ??= now;
    this.forgetSubscriptions();
    if (what === 'both') {
      this.commands.cut(areSent);
      this.feed.cut(false);
    }
    // Cut after `forgetSubscriptions`, because requests on a closed connection must not subscribe.
    this.messages.cut();
    this.feed.cut(true);
  }

  /** Schedules the reconnect of each closed connection, each in a step of its own. */
  reconnect(): void {
    const { reconnects } = this.lanes;
    const add = (what: string, run: () => void) => {
      if (reconnects.items.some((item) => item.what === what)) return;
      reconnects.items.push({ hash: mix(this.hash, reconnects.items.length), what, run });
    };
    if (!this.commands.isUp)
      add('commands: connected', () => {
        this.commands.isUp = true;
        this.feed.tell();
      });
    if (!this.messages.isUp)
      add('messages: connected', () => {
        this.messages.isUp = true;
        void this.feed.resubscribe();
      });
  }

  private forgetSubscriptions(): void {
    this.store.subscribers.delete(this.index);
    this.store.touch(this.index, true);
  }

  die(): void {
    this.isAlive = false;
    this.awaySince = undefined;
    this.commands.drop();
    this.messages.drop();
    this.lanes.reconnects.items = [];
    this.forgetSubscriptions();
    // Its lease expires, and its count with it.
    this.store.counts.delete(this.index);
  }
}

export const ANNOUNCEMENT = 'announcement';
