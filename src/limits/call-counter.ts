import { Injectable, Logger } from '@nestjs/common';
import { firstValueFrom, from, timeout } from 'rxjs';
import { CallCounts, LocalCallCounts } from '../stores/call-counts.js';

/** Timeout of counting in the store. A command must still be answered within a second. */
const COUNTED_WITHIN_MS = 150;

/** Counts calls over all processes, or in this process alone if the store does not answer. */
@Injectable()
export class CallCounter {
  private readonly logger = new Logger('CallLimit');
  /** The last window in which the store did not answer; `undefined` = it answers. */
  private failedIn: number | undefined;

  constructor(
    private readonly shared: CallCounts,
    private readonly local: LocalCallCounts,
  ) {}

  async count(name: string, window: number): Promise<number> {
    try {
      const count = await firstValueFrom(
        from(this.shared.count(name, window)).pipe(timeout(COUNTED_WITHIN_MS)),
      );
      this.succeeded(window);
      return count;
    } catch (error) {
      this.failed(window, error);
      return this.local.count(name, window);
    }
  }

  /** Warns once per outage. During an outage, a caller has the full limit on each process. */
  private failed(window: number, error: unknown): void {
    if (this.failedIn === undefined)
      this.logger.warn(`each process counts calls for itself until the store answers: ${String(error)}`);
    this.failedIn = window;
  }

  /** An outage ends after a whole window without a failure, so that a slow store counts as one outage. */
  private succeeded(window: number): void {
    if (this.failedIn === undefined || window <= this.failedIn) return;
    this.failedIn = undefined;
    this.logger.log('calls are counted over all processes again');
  }
}
