import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { processesKey } from './keys.js';
import { RedisConnections } from './redis-connections.js';
import { RedisScripts } from './scripts.js';

/** A process that said nothing for so long is dead; others notice within one more renewal, so within 12 s (contract §7: 15). */
const LEASE_MS = 9_000;
const RENEW_EVERY_MS = 3_000;

/**
 * Which processes are alive. Each counts its own streams, and a killed one cannot take its counts back: so it holds a lease, one
 * for all its meetings, and what it counted is worth nothing without it.
 */
@Injectable()
export class Processes {
  /** This process. */
  readonly own = randomUUID();
  /** Emits when a process came or went. */
  readonly changed = new Subject<void>();

  private alive: ReadonlySet<string> = new Set();

  constructor(
    private readonly scripts: RedisScripts,
    connections: RedisConnections,
  ) {
    const renewals = setInterval(() => void this.renew(), RENEW_EVERY_MS);
    connections.commands.on('ready', () => void this.renew());
    void this.renew();
    connections.beforeClosing(async () => {
      clearInterval(renewals);
      // Its streams have ended; others need not wait for the lease to.
      await this.scripts.reach((redis) => redis.zrem(processesKey, this.own));
    });
  }

  readonly isAlive = (process: string): boolean => process === this.own || this.alive.has(process);

  /** Says now that this process is alive. While Redis is away nobody could hear it; the next renewal tries again. */
  async renew(): Promise<void> {
    try {
      const now = new Set(
        await this.scripts.reach((redis) => redis.renewLease(processesKey, this.own, LEASE_MS)),
      );
      const before = this.alive;
      this.alive = now;
      if (before.size !== now.size || [...now].some((process) => !before.has(process))) this.changed.next();
    } catch {
      return;
    }
  }
}
