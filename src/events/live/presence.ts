import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { merge, Subscription } from 'rxjs';
import { Clock } from '../../clock/clock.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { clientDigest } from '../../stores/client-digest.js';
import { MemberStore } from '../../stores/member-store.js';
import { NoticeFeed } from '../../stores/notice-feed.js';
import { Warnings } from './warnings.js';

/** Minimum time between two writes of a meeting's count, however many members come and go. */
const WRITE_EVERY_MS = 1_000;

/**
 * Interval at which an unchanged count is written again, in case the store lost it: docs/protocol.md allows
 * 15 s.
 */
const REWRITE_EVERY_MS = 10_000;

/**
 * How often a count of zero is written before the meeting is forgotten.
 * The second write, {@link REWRITE_EVERY_MS} later, repairs a store that lost the first write in a failover,
 * or that applied an older write after it.
 */
const FAREWELLS = 2;

/** The members of one meeting on this process. */
interface Count {
  /** Streams without a `client_id`. */
  anonymous: number;
  /** Number of streams of each client, by the client's digest. */
  readonly clients: Map<string, number>;
  /** Whether the store lacks the current count. Then the meeting is not forgotten. */
  isOwed: boolean;
  isWriting: boolean;
  /** Whether another process also counts one of these clients. */
  isShared: boolean;
  /** Time of the last write, by `Clock.elapsed`. */
  writtenAt: number;
  farewells: number;
  readonly warnings: Warnings;
}

/**
 * Counts the members on this process and writes the count to the store, which adds up all processes.
 * All streams with one `client_id` are one member; each stream without a `client_id` is a member by itself.
 *
 *   owed ──written──▶ known ──10 s──▶ written again
 *    ▲                 │ └──nobody is here, and that was written twice──▶ forgotten
 *    └──a stream came or went, the write failed, the store came back──┘
 */
@Injectable()
export class Presence implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Presence.name);
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
    // The clients that the dead process also counted must now be counted by this process.
    const shared = () => this.counts.forEach((count) => (count.isOwed ||= count.isShared));
    this.listening.add(store.processGone.subscribe(shared));
  }

  /** Call this when a member's stream opens (`by` 1) or ends (-1). */
  change(id: MeetingId, by: 1 | -1, clientId: string | undefined): void {
    const count = this.counts.get(id) ?? emptyCount(new Warnings(this.logger, `meeting ${id}`));
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

  /**
   * Writes the count. Writes of one meeting never overlap, so that an older count cannot replace a newer one.
   */
  private async write(id: MeetingId, count: Count): Promise<void> {
    const { anonymous, clients } = count;
    const isNobody = anonymous === 0 && clients.size === 0;
    Object.assign(count, { isOwed: false, isWriting: true, writtenAt: this.clock.elapsed() });
    try {
      count.isShared = await this.store.countMembers(id, { anonymous, clients: [...clients.keys()] });
      count.warnings.over();
      // A member may have joined during the write.
      if (isNobody && !count.isOwed) count.farewells++;
    } catch (error) {
      // The next tick retries. While the store is away, its connections say so.
      count.isOwed = true;
      if (this.feed.connected) count.warnings.warn(`its members cannot be counted: ${String(error)}`);
    } finally {
      count.isWriting = false;
    }
  }

  private age({ writtenAt }: Count): number {
    return this.clock.elapsed() - writtenAt;
  }
}

function emptyCount(warnings: Warnings): Count {
  const flags = { isOwed: false, isWriting: false, isShared: false };
  return { anonymous: 0, clients: new Map(), ...flags, writtenAt: -Infinity, farewells: 0, warnings };
}

function add(clients: Map<string, number>, client: string, by: 1 | -1): void {
  const streams = (clients.get(client) ?? 0) + by;
  if (streams > 0) clients.set(client, streams);
  else clients.delete(client);
}
