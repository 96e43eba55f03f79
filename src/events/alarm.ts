import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { Clock } from '../clock/clock.js';
import { StoreUnavailable } from '../meetings/meeting-store.js';
import type { Timestamp } from '../meetings/rules/timestamp.js';

const RETRY_MS = 500;

/** Rings at a time that may be moved: once for each time it is set to, again while that fails. */
export class Alarm {
  private readonly logger = new Logger(Alarm.name);
  private at: Timestamp | null = null;
  private waiting: Subscription | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ring: () => Promise<unknown>,
  ) {}

  /** `null` = never. A time that has passed rings at once. */
  set(at: Timestamp | null): void {
    if (at === this.at) return;
    this.at = at;
    this.waiting?.unsubscribe();
    if (at === null) return;
    this.waiting = this.clock.at(Date.parse(at)).subscribe(() => void this.ringAt(at));
  }

  private async ringAt(at: Timestamp): Promise<void> {
    while (this.at === at) {
      try {
        await this.ring();
        return;
      } catch (error) {
        // That the store is away is said by who lost it.
        if (!(error instanceof StoreUnavailable)) this.logger.error(error);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}
