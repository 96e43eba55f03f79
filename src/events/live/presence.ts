import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { merge, Subscription } from 'rxjs';
import { Clock } from '../../clock/clock.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { clientDigest } from '../../stores/client-digest.js';
import { MemberStore } from '../../stores/member-store.js';
import { NoticeFeed } from '../../stores/notice-feed.js';

/** However many members come and go, a meeting's count is written once a second at most. */
const WRITE_EVERY_MS = 1_000;

/** A count that did not change is written again, for a store that lost it: contract §9 allows 15 s. */
const REWRITE_EVERY_MS = 10_000;

/**
 * How often "nobody is here" is written before the meeting is forgotten. The second write, {@link REWRITE_EVERY_MS} later, mends a store
 * that lost the first one in a failover, or did an older write after it.
 */
const FAREWELLS = 2;

/** The members of one meeting on this process. */
interface Count {
  /** Streams without a `client_id`. */
  anonymous: number;
  /** Streams of each client, by its digest. */
  readonly clients: Map<string, number>;
  /** The store does not know the present count yet: the meeting is not forgotten. */
  isOwed: boolean;
  isWriting: boolean;
  /** Whether another process counts one of these clients. */
  isShared: boolean;
  /** By `Clock.elapsed`. */
  writtenAt: number;
  farewells: number;
}

/**
 * Counts the members on this process and tells the store, which adds up all processes. A member is a `client_id`, however many
 * streams it has, and each stream without one.
 *
 *   owed ──written──▶ known ──10 s──▶ written again
 *    ▲                 │ └──nobody is here, and that was written twice──▶ forgotten
 *    └──a stream came or went, the write failed, the store came back──┘
 */
@Injectable()
export class Presence implements OnModuleInit, OnApplicationShutdown {
  private readonly counts = new Map<MeetingId, Count>();
  private readonly listening = new Subscription();

  constructor(
    private readonly store: MemberStore,
    private readonly clock: Clock,
    private readonly feed: NoticeFeed,
  ) {}

  onModuleInit(): void {
    const { feed, store } = this;
    this.listening.add(this.clock.every(WRITE_EVERY_MS).subscribe(() => this.writeDue()));
    const all = () => this.counts.forEach((count) => (count.isOwed = true));
    this.listening.add(merge(feed.restored, store.countsLost).subscribe(all));
    // This process must now count the clients that the gone process counted.
    const shared = () => this.counts.forEach((count) => (count.isOwed ||= count.isShared));
    this.listening.add(store.processGone.subscribe(shared));
  }

  /** A member's stream opened (`by` 1) or ended (-1). */
  change(id: MeetingId, by: 1 | -1, clientId: string | undefined): void {
    const count = this.counts.get(id) ?? nobody();
    this.counts.set(id, count);
    if (clientId === undefined) count.anonymous += by;
    else add(count.clients, clientDigest(id, clientId), by);
    count.isOwed = true;
    count.farewells = 0;
    if (!count.isWriting && this.age(count) >= WRITE_EVERY_MS) void this.write(id, count);
  }

  onApplicationShutdown(): void {
    this.listening.unsubscribe();
  }

  private writeDue(): void {
    for (const [id, count] of this.counts) {
      if (count.isWriting) continue;
      if (!count.isOwed && count.farewells >= FAREWELLS) this.counts.delete(id);
      else if (count.isOwed || this.age(count) >= REWRITE_EVERY_MS) void this.write(id, count);
    }
  }

  /** One at a time for each meeting, so that an older one is not done after it. */
  private async write(id: MeetingId, count: Count): Promise<void> {
    const { anonymous, clients } = count;
    const isNobody = anonymous === 0 && clients.size === 0;
    Object.assign(count, { isOwed: false, isWriting: true, writtenAt: this.clock.elapsed() });
    try {
      count.isShared = await this.store.countMembers(id, { anonymous, clients: [...clients.keys()] });
      // Somebody may have come meanwhile.
      if (isNobody && !count.isOwed) count.farewells++;
    } catch {
      // The store is away, and the streams say so; the next tick tries again.
      count.isOwed = true;
    } finally {
      count.isWriting = false;
    }
  }

  private age({ writtenAt }: Count): number {
    return this.clock.elapsed() - writtenAt;
  }
}

function nobody(): Count {
  const flags = { isOwed: false, isWriting: false, isShared: false };
  return { anonymous: 0, clients: new Map(), ...flags, writtenAt: -Infinity, farewells: 0 };
}

function add(clients: Map<string, number>, client: string, by: 1 | -1): void {
  const streams = (clients.get(client) ?? 0) + by;
  if (streams > 0) clients.set(client, streams);
  else clients.delete(client);
}
