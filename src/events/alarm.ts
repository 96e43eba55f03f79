import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { Clock } from '../clock/clock.js';
import { StoreUnavailable } from '../meetings/meeting-store.js';
import type { Timestamp } from '../meetings/rules/timestamp.js';

const RETRY_MS = 500;

/**
 * Rings at a time that may be moved, and again while that fails. Set anew to a time for which it has rung, it rings once more: what was
 * done then is undone, for the store lost it.
 */
export class Alarm {
  private readonly logger = new Logger(Alarm.name);
  private at: Timestamp | null = null;
  private hasRung = false;
  private waiting: Subscription | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => Promise<unknown>,
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
        // That the store is away is said by who lost it.
        if (!(error instanceof StoreUnavailable)) this.logger.error(error);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}
