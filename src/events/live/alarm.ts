import { setTimeout as delay } from 'node:timers/promises';
import type { Subscription } from 'rxjs';
import type { Clock } from '../../clock/clock.js';
import { StoreUnavailable } from '../../stores/store-unavailable.js';
import type { Timestamp } from '../../domain/timestamp.js';
import type { Warnings } from './warnings.js';

const RETRY_MS = 500;

/**
 * A timer for a time that may change. It calls `ring`, and retries until `ring` succeeds.
 * After a success, setting the same time again rings again: the store has lost what the first call committed.
 */
export class Alarm {
  private at: Timestamp | null = null;
  private hasRung = false;
  private waiting: Subscription | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => Promise<unknown>,
    private readonly warnings: Warnings,
  ) {}

  /** Sets the time; `null` = never. A time in the past rings at once. */
  set(at: Timestamp | null): void {
    if (at === this.at && !this.hasRung) return;
    this.at = at;
    this.hasRung = false;
    this.waiting?.unsubscribe();
    if (at === null) return;
    this.waiting = this.clock.at(Date.parse(at)).subscribe(() => void this.ringAt(at));
  }

  private async ringAt(at: Timestamp): Promise<void> {
    while (this.at === at) {
      try {
        await this.ring();
        this.hasRung = this.at === at;
        return;
      } catch (error) {
        const cause = `what is due in it cannot be committed yet: ${String(error)}`;
        // A temporary failure: the store becomes available again without an operator.
        if (error instanceof StoreUnavailable) this.warnings.warn(cause);
        else this.warnings.error(cause);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}
