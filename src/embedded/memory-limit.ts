import {
  constants,
  PerformanceObserver,
  type NodeGCPerformanceDetail,
  type PerformanceEntry,
} from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { StoreUnavailable } from '../meetings/meeting-store.js';

/**
 * What may be left on the heap by a full collection, of V8's limit for it. The next one comes at the latest halfway from there to the
 * limit, so there is as much again for what runs meanwhile.
 */
const FULL = 0.6;

interface Collection extends PerformanceEntry {
  readonly detail: NodeGCPerformanceDetail;
}

/**
 * Whether there is room for more. What Redis is by `maxmemory` and `noeviction`: what is there stays, and whatever would need more is
 * refused until something expires. Without it, whoever may start meetings could end the process.
 */
@Injectable()
export class MemoryLimit implements OnApplicationShutdown {
  private readonly logger = new Logger('Memory');
  private isFull = false;

  private readonly collections = new PerformanceObserver((list) => {
    const kinds = list.getEntries().map((entry) => (entry as Collection).detail.kind);
    if (kinds.includes(constants.NODE_PERFORMANCE_GC_MAJOR)) this.look();
  });

  constructor() {
    this.collections.observe({ entryTypes: ['gc'] });
  }

  /** Throws `StoreUnavailable` when there is none. */
  assertRoom(): void {
    if (this.isFull) throw new StoreUnavailable('the memory of this process is full');
  }

  onApplicationShutdown(): void {
    this.collections.disconnect();
  }

  private look(): void {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    const isFull = used > limit * FULL;
    if (isFull && !this.isFull)
      this.logger.warn('memory is full: nothing new is taken until something expires');
    this.isFull = isFull;
  }
}
