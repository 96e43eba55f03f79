import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Installation } from './installation.js';
import { Keys } from './keys.js';
import { RedisConnections } from './redis-connections.js';
import { RedisScripts } from './scripts.js';

/**
 * Lifetime of a lease. The others notice a dead process within one more renewal: 12 s, of the 15 s that the
 * protocol allows.
 */
const LEASE_MS = 9_000;
export const RENEW_EVERY_MS = 3_000;

/**
 * Knows which processes are alive. Each process counts its own members, and a killed process cannot remove
 * its counts. It therefore holds one lease for all its meetings; counts without a valid lease are ignored.
 *
 * A Redis that lost data may hold old counts of this process again, even of meetings that are over. The lease
 * in Redis is then not the one that was written last, and the process takes another name, so that the old
 * counts are ignored.
 */
@Injectable()
export class Processes {
  /** Emits when a process came or went. */
  readonly changed = new Subject<void>();
  /** Emits when a process went. */
  readonly gone = new Subject<void>();
  /** Emits when this process took another name: its counts must be written again. */
  readonly renamed = new Subject<void>();

  private name = randomUUID();
  /** When the lease expires, as of the last renewal; `undefined` = there was none yet. */
  private lease: number | undefined;
  private alive: ReadonlySet<string> = new Set();

  constructor(
    private readonly scripts: RedisScripts,
    connections: RedisConnections,
    private readonly keys: Keys,
    private readonly installation: Installation,
  ) {
    connections.beforeClosing(async () => {
      // All its streams have ended, so the others need not wait for the lease to expire.
      await this.scripts.run((redis) => redis.zrem(this.keys.processesKey, this.name));
    });
  }

  /** The name of this process. */
  get own(): string {
    return this.name;
  }

  /** Names of the live processes, as far as this one knows. */
  get living(): readonly string[] {
    return [...this.alive];
  }

  readonly isAlive = (process: string): boolean => process === this.name || this.alive.has(process);

  /**
   * Renews the lease. Rejects with `StoreUnavailable`; the others may then soon count this process as dead.
   */
  async renew(): Promise<void> {
    const { processesKey, installationKey, examples } = this.keys;
    const own = [processesKey, installationKey];
    const { offer } = this.installation;
    const [ends, ended, installation, ...alive] = await this.scripts.run((redis) => {
      // A node of a Cluster that is used as if it were a single Redis refuses keys of several slots.
      const keys = redis.isCluster ? own : [...own, ...examples.keys];
      const args = [this.name, LEASE_MS, offer, ...examples.keys, examples.channel];
      return redis.renewLease(keys.length, ...keys, ...args);
    });
    this.installation.learn(installation);
    const isLost = this.lease !== undefined && (ended === null || Number(ended) < this.lease);
    this.lease = isLost ? undefined : Number(ends);
    if (isLost) return this.rename();
    const before = this.alive;
    this.alive = new Set(alive);
    const isGone = [...before].some((process) => !this.alive.has(process));
    if (isGone) this.gone.next();
    if (isGone || before.size !== this.alive.size) this.changed.next();
  }

  private async rename(): Promise<void> {
    const before = this.name;
    this.name = randomUUID();
    await this.scripts.run((redis) => redis.zrem(this.keys.processesKey, before));
    await this.renew();
    this.renamed.next();
  }
}
