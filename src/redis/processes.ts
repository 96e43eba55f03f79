import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Installation } from './installation.js';
import { Keys } from './keys.js';
import { RedisConnections } from './redis-connections.js';
import { RedisScripts } from './scripts.js';

/** A process that said nothing for so long is dead; others notice within one more renewal, so within 12 s (contract §7: 15). */
const LEASE_MS = 9_000;
export const RENEW_EVERY_MS = 3_000;

/**
 * Which processes are alive. Each counts its own streams, and a killed one cannot take its counts back: so it holds a lease, one
 * for all its meetings, and what it counted is worth nothing without it.
 *
 * A Redis that lost data may have old counts of this process again, also of meetings that are over. Then the lease in Redis is
 * not the one that was written last, and the process takes another name: what it said under the old one counts no more.
 */
@Injectable()
export class Processes {
  /** Emits when a process came or went. */
  readonly changed = new Subject<void>();
  /** Emits when a process went. */
  readonly gone = new Subject<void>();
  /** Emits when this process took another name: its counts have to be said again. */
  readonly renamed = new Subject<void>();

  private name = randomUUID();
  /** When the lease ends, as of the last renewal; left out = it was never had. */
  private lease: number | undefined;
  private alive: ReadonlySet<string> = new Set();

  constructor(
    private readonly scripts: RedisScripts,
    connections: RedisConnections,
    private readonly keys: Keys,
    private readonly installation: Installation,
  ) {
    connections.beforeClosing(async () => {
      // Its streams have ended; others need not wait for the lease to.
      await this.scripts.run((redis) => redis.zrem(this.keys.processesKey, this.name));
    });
  }

  /** This process. */
  get own(): string {
    return this.name;
  }

  /** The processes that are alive, as far as is known. */
  get living(): readonly string[] {
    return [...this.alive];
  }

  readonly isAlive = (process: string): boolean => process === this.name || this.alive.has(process);

  /** Says now that this process is alive. Rejects with `StoreUnavailable`: then others may soon take it for dead. */
  async renew(): Promise<void> {
    const { processesKey, installationKey } = this.keys;
    const { offer } = this.installation;
    const [ends, ended, installation, ...alive] = await this.scripts.run((redis) =>
      redis.renewLease(processesKey, installationKey, this.name, LEASE_MS, offer),
    );
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
