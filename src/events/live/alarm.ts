import { setTimeout as delay } from 'node:timers/promises';
import type { Subscription } from 'rxjs';
import type { Clock } from '../../clock/clock.js';
import { StoreUnavailable } from '../../stores/store-unavailable.js';
import type { Timestamp } from '../../domain/timestamp.js';
import type { Warnings } from './warnings.js';

const RETRY_MS = 500;

/**
 * Rings at a time that may be moved, and again while that fails. Set anew to a time for which it has rung, it rings once more: what was
 * done then is undone, for the store lost it.
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

  /** `null` = never. A time that has passed rings at once. */
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
        // A store that is away comes back by itself.
        if (error instanceof StoreUnavailable) this.warnings.warn(cause);
        else this.warnings.error(cause);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}
