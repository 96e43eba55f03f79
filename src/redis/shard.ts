import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { refusalIn } from './refusal.js';
import type { Reconnection } from './reconnection.js';

/** Maximum number of commands in flight. */
const AT_ONCE = 1_000;

interface Listener {
  message(channel: string, payload: string): void;
  /** The node is ready for subscriptions, or has lost some. */
  changed(): void;
}

/**
 * The connection to one master of a Cluster, for the sharded channels whose slots are there.
 *
 *   asked ──SSUBSCRIBE answered──▶ held ──connection closed, slot moved away──▶ neither
 */
export class Shard {
  private readonly logger = new Logger('Redis');
  private readonly asked = new Set<string>();
  private readonly held = new Set<string>();
  private refused = false;
  private sure = true;

  constructor(
    private readonly redis: Redis,
    private readonly reconnection: Reconnection,
    listener: Listener,
  ) {
    redis.on('smessage', (channel: string, payload: string) => listener.message(channel, payload));
    redis.on('ready', () => {
      this.refused = false;
      reconnection.worked();
      listener.changed();
    });
    redis.on('close', () => {
      this.asked.clear();
      this.held.clear();
      reconnection.closed();
      listener.changed();
    });
    redis.on('error', (error: Error) => reconnection.failed(error.message, refusalIn(error) !== undefined));
    // The slot of a channel has moved, so the node unsubscribed us. ioredis does not say from which channel.
    redis.on('moved', () => {
      this.sure = false;
      listener.changed();
    });
    redis.connect().catch(() => undefined);
  }

  /** Whether its messages arrive. */
  holds(channel: string): boolean {
    return this.held.has(channel);
  }

  /** Whether {@link holds} is certain for all channels; if not, subscribe again. */
  get isSure(): boolean {
    return this.sure;
  }

  get channels(): readonly string[] {
    return [...this.held];
  }

  /** Whether the node does not know SSUBSCRIBE (Redis before 7.0), or our user may not run it. */
  get isRefused(): boolean {
    return this.refused;
  }

  /** Whether the node can be asked for channels. */
  get isUsable(): boolean {
    return this.redis.status === 'ready' && !this.refused;
  }

  /**
   * Subscribes to channels, those of each slot together. Resolves with the channels that are held now; never
   * rejects.
   */
  async join(slots: readonly (readonly string[])[]): Promise<readonly string[]> {
    const joined: string[] = [];
    for (let at = 0; at < slots.length && this.isUsable; at += AT_ONCE) {
      const some = slots.slice(at, at + AT_ONCE).map((channels) => this.joinSlot(channels));
      joined.push(...(await Promise.all(some)).flat());
    }
    return joined;
  }

  /** {@link join} with all channels that are wanted and not certainly held. */
  align(slots: readonly (readonly string[])[]): Promise<readonly string[]> {
    this.sure = true;
    return this.join(slots);
  }

  leave(channel: string): void {
    this.held.delete(channel);
    // A closed connection has no subscriptions.
    if (this.asked.delete(channel)) this.redis.sunsubscribe(channel).catch(() => undefined);
  }

  /** A PING, so that a node that hangs is noticed: the connection is then closed. */
  ping(): void {
    if (this.redis.status === 'ready') this.redis.ping().catch(() => undefined);
  }

  close(): void {
    this.redis.disconnect();
  }

  /** SSUBSCRIBE takes channels of one slot only. */
  private async joinSlot(channels: readonly string[]): Promise<readonly string[]> {
    channels.forEach((channel) => this.asked.add(channel));
    try {
      await this.redis.ssubscribe(...channels);
    } catch (error) {
      // The slot may have moved away since it was held.
      channels.forEach((channel) => this.held.delete(channel));
      this.failed(error);
      return [];
    }
    // The other channels were unsubscribed meanwhile.
    const joined = channels.filter((channel) => this.asked.has(channel));
    joined.forEach((channel) => this.held.add(channel));
    return joined;
  }

  private failed(error: unknown): void {
    const refusal = refusalIn(error);
    if (refusal?.scope !== 'writes' || this.refused) return;
    this.refused = true;
    this.logger.warn(
      `sharded channels cannot be used (${refusal.code}: ${String(error)}); breaks are announced by the classic ones`,
    );
  }
}
