import {
  constants,
  PerformanceObserver,
  type NodeGCPerformanceDetail,
  type PerformanceEntry,
} from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { StoreUnavailable } from '../stores/store-unavailable.js';

/**
 * How much of the heap may be in use after a full collection, by share of its limit, for more of each to be taken. The next collection
 * comes at the latest halfway from there to the limit, so there is as much again for what runs meanwhile. Streams are refused first:
 * those that are open should still hear of breaks.
 */
const ROOM = { streams: 0.7, meetings: 0.8 };

/** How long a finding of "full" holds at least, in milliseconds: whoever is refused comes back after 2 s or more. */
const FULL_FOR_MS = 5_000;

/** A collection stops the process, for some 0.7 s per GiB in use: those that are forced take at most 1/50 of the time. */
const PAUSE_FACTOR = 50;

const OLD_SPACE = /--max[-_]old[-_]space[-_]size=(\d+)/;

/** In bytes. V8 counts the young generation to its own limit, 192 MiB on Node 24, which is of no use to what stays. */
function heapLimit(): number {
  const flags = [process.env['NODE_OPTIONS'] ?? '', ...process.execArgv].join(' ');
  const [, mebibytes] = OLD_SPACE.exec(flags) ?? [];
  return mebibytes === undefined ? getHeapStatistics().heap_size_limit : Number(mebibytes) * 1024 * 1024;
}

/** A full collection, now. V8 shows it to scripts of contexts that are made while the flag is set. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  setFlagsFromString('--no-expose-gc');
}

interface Collection extends PerformanceEntry {
  readonly detail: NodeGCPerformanceDetail;
}

/**
 * Whether this process has memory for more. What Redis is by `maxmemory` and `noeviction`: what is there stays, and what would need
 * more is refused until something goes. Without it, whoever may open streams, or start meetings in a process that keeps them
 * itself, could end it.
 *
 * V8 says what is in use only when it has collected, and it collects when something is allocated. A process that refuses everything
 * allocates next to nothing, so it would go on refusing long after the load is gone: while it is full, and somebody asks for room, it
 * forces a collection now and then.
 */
@Injectable()
export class MemoryLimit implements OnApplicationShutdown {
  private readonly logger = new Logger('Memory');
  private readonly limit = heapLimit();
  private used = 0;
  /** On the process' monotonic clock, in milliseconds. */
  private lookAgainAt = 0;

  private readonly collections = new PerformanceObserver((list) => {
    const kinds = list.getEntries().map((entry) => (entry as Collection).detail.kind);
    if (kinds.includes(constants.NODE_PERFORMANCE_GC_MAJOR)) this.look();
  });

  constructor() {
    this.collections.observe({ entryTypes: ['gc'] });
  }

  hasRoomFor(what: keyof typeof ROOM): boolean {
    if (this.used >= ROOM[what] && performance.now() >= this.lookAgainAt) this.collect();
    return this.used < ROOM[what];
  }

  /** For a store that keeps meetings in this process. Throws `StoreUnavailable` when there is none. */
  assertRoomForMeetings(): void {
    if (!this.hasRoomFor('meetings')) throw new StoreUnavailable('the memory of this process is full');
  }

  onApplicationShutdown(): void {
    this.collections.disconnect();
  }

  private collect(): void {
    const startedAt = performance.now();
    collectGarbage();
    this.look(performance.now() - startedAt);
  }

  /** `pauseMs`: how long the collection stopped this process, if it was forced. */
  private look(pauseMs = 0): void {
    this.lookAgainAt = performance.now() + Math.max(FULL_FOR_MS, PAUSE_FACTOR * pauseMs);
    const before = this.used;
    this.used = getHeapStatistics().used_heap_size / this.limit;
    for (const [what, most] of Object.entries(ROOM)) {
      if (before < most && this.used >= most)
        this.logger.warn(`memory is full: no more ${what} until some go`);
      if (before >= most && this.used < most) this.logger.log(`memory has room again: ${what} are taken`);
    }
  }
}
