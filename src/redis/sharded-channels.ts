import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Command, type Cluster } from 'ioredis';
import { Subject } from 'rxjs';
import { addressIn } from './cluster.js';
import { Reconnection } from './reconnection.js';
import { RedisConnections } from './redis-connections.js';
import { Shard } from './shard.js';

const CHECK_EVERY_MS = 1_000;

/**
 * Subscriptions to sharded channels in a Cluster of Redis 7 or later. A message on a sharded channel goes to
 * the nodes of one slot; on a classic channel it goes to all nodes. Does nothing without a Cluster.
 *
 * It subscribes to a channel at the master that has its slot. Masters die and slots move, so while a wanted
 * channel is not held, the list of slots is read again once a second and whenever a node reports a change. A
 * channel that is held again may have lost messages.
 *
 * ioredis has such subscribers (`shardedSubscribers`), but they hide a subscription that failed, do not say
 * when one works again, and do not notice a node that hangs.
 */
@Injectable()
export class ShardedChannels implements OnModuleInit, OnApplicationShutdown {
  readonly messages = new Subject<readonly [channel: string, payload: string]>();
  /** Channels whose messages arrive again. Some may have been lost. */
  readonly restored = new Subject<string>();

  private readonly cluster: Cluster | undefined;
  /** Wanted channels and their slots. */
  private readonly wanted = new Map<string, number>();
  /** Connections to masters, by `host:port`. */
  private readonly shards = new Map<string, Shard>();
  /**
   * By `host:port`. Kept when a node seems to have lost its slots: during a failover, lists from different
   * nodes may disagree for a moment, and a dead master must not be asked and reported as if it were new.
   */
  private readonly reconnections = new Map<string, Reconnection>();
  private timer: NodeJS.Timeout | undefined;
  /** Whether every wanted channel is held, or its node does not support it. */
  private isWhole = true;
  private isAligning = false;
  private alignAgain = false;

  constructor(private readonly connections: RedisConnections) {
    const { commands } = connections;
    this.cluster = commands.isCluster ? (commands as Cluster) : undefined;
  }

  onModuleInit(): void {
    if (!this.cluster) return;
    this.cluster.on('refresh', () => void this.align());
    this.timer = setInterval(() => this.check(), CHECK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.shards.forEach((shard) => shard.close());
  }

  /**
   * Resolves once every later message will arrive. If that is not possible now, resolves too, and `restored`
   * follows.
   */
  async join(channel: string): Promise<void> {
    if (!this.cluster) return;
    const slot = slotOf(channel);
    this.wanted.set(channel, slot);
    const joined = await this.ownerOf(slot)?.join([[channel]]);
    if (joined?.length !== 1) this.isWhole = false;
  }

  leave(channel: string): void {
    this.wanted.delete(channel);
    this.shards.forEach((shard) => shard.leave(channel));
  }

  private check(): void {
    this.shards.forEach((shard) => shard.ping());
    // `refresh` follows.
    if (!this.isWhole) this.cluster?.refreshSlotsCache();
  }

  private readonly listener = {
    message: (channel: string, payload: string) => this.messages.next([channel, payload]),
    changed: () => {
      this.isWhole = false;
      void this.align();
    },
  };

  /** Subscribes to all wanted channels at their present masters; one alignment runs at a time. */
  private async align(): Promise<void> {
    this.alignAgain = true;
    if (this.isAligning) return;
    this.isAligning = true;
    while (this.alignAgain) {
      this.alignAgain = false;
      await this.alignOnce();
    }
    this.isAligning = false;
  }

  private async alignOnce(): Promise<void> {
    this.closeFormer();
    const { asks, isWhole } = this.missing();
    const known = new Set<string>();
    for (const shard of this.shards.values()) {
      for (const channel of shard.channels) {
        const owner = this.ownerOf(this.wanted.get(channel));
        // No owner: the last list of slots was empty, or the slot has no node now.
        if (owner && owner !== shard) shard.leave(channel);
        else known.add(channel);
      }
    }
    const asked = [...asks].map(async ([shard, slots]) => shard.align([...slots.values()]));
    const joined = new Set((await Promise.all(asked)).flat());
    for (const channel of joined) if (!known.has(channel)) this.restored.next(channel);
    const names = [...asks.values()].flatMap((slots) => [...slots.values()].flat());
    this.isWhole = isWhole && names.every((channel) => joined.has(channel) || !this.wanted.has(channel));
  }

  /**
   * The channels to subscribe to, by shard and slot. `isWhole` is false while the owner of a channel cannot
   * be asked.
   */
  private missing() {
    const asks = new Map<Shard, Map<number, string[]>>();
    let isWhole = true;
    for (const [channel, slot] of this.wanted) {
      const owner = this.ownerOf(slot);
      if (owner?.isRefused || (owner?.isSure && owner.holds(channel))) continue;
      if (!owner?.isUsable) {
        isWhole = false;
        continue;
      }
      const slots = asks.get(owner) ?? new Map<number, string[]>();
      asks.set(owner, slots.set(slot, [...(slots.get(slot) ?? []), channel]));
    }
    return { asks, isWhole };
  }

  /**
   * Closes the connections to nodes without slots. By the list of slots, not by ioredis' nodes: those lack a
   * master that cannot be reached, and {@link ownerOf} would open its connection again at once.
   */
  private closeFormer(): void {
    const masters = new Set(this.cluster?.slots.map(([master]) => master));
    if (masters.size === 0) return;
    for (const [node, shard] of this.shards) {
      if (masters.has(node)) continue;
      shard.close();
      this.shards.delete(node);
    }
  }

  /** The master that has a slot, by the last list that was read. */
  private ownerOf(slot: number | undefined): Shard | undefined {
    const node = slot === undefined ? undefined : this.cluster?.slots[slot]?.[0];
    return node === undefined ? undefined : (this.shards.get(node) ?? this.open(node));
  }

  private open(node: string): Shard {
    const reconnection = this.reconnections.get(node) ?? new Reconnection(`messages of ${node}`);
    this.reconnections.set(node, reconnection);
    const redis = this.connections.toNode(addressIn(node), () => reconnection.wait());
    const shard = new Shard(redis, reconnection, this.listener);
    this.shards.set(node, shard);
    return shard;
  }
}

const slotOf = (channel: string): number => new Command('get', [channel]).getSlot();
