import {
  constants,
  PerformanceObserver,
  type NodeGCPerformanceDetail,
  type PerformanceEntry,
} from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { StoreUnavailable } from '../stores/store-unavailable.js';

/**
 * New streams and meetings are accepted while heap use after a major GC stays below this fraction of the heap
 * limit. The next GC comes at the latest halfway from there to the limit, which leaves memory for everything
 * that runs meanwhile. Streams are refused first, so that open streams still hear about breaks.
 */
const ROOM = { streams: 0.7, meetings: 0.8 };

/** Minimum time that memory counts as full, in milliseconds. Refused clients come back after 8 s or more. */
const FULL_FOR_MS = 5_000;

/** A GC stops the process for about 0.7 s per GiB in use. Forced ones take at most 1/50 of the time. */
const PAUSE_FACTOR = 50;

const OLD_SPACE = /--max[-_]old[-_]space[-_]size=(\d+)/;

/**
 * Heap limit in bytes. V8's own limit includes the young generation, 192 MiB on Node 24, which long-lived
 * objects cannot use.
 */
function heapLimit(): number {
  const flags = [process.env['NODE_OPTIONS'] ?? '', ...process.execArgv].join(' ');
  const [, mebibytes] = OLD_SPACE.exec(flags) ?? [];
  return mebibytes === undefined ? getHeapStatistics().heap_size_limit : Number(mebibytes) * 1024 * 1024;
}

/** Forces a major GC. V8 exposes `gc` to contexts that are created while the flag is set. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  setFlagsFromString('--no-expose-gc');
}

interface Collection extends PerformanceEntry {
  readonly detail: NodeGCPerformanceDetail;
}

/**
 * Decides whether this process has memory for more streams and meetings, as `maxmemory` with `noeviction`
 * does in Redis: what exists stays, and new things are refused until something ends. Otherwise anybody who
 * may open streams, or start meetings in an embedded process, could crash it.
 *
 * V8 reports heap use only after a GC, and runs a GC only when something allocates. A process that refuses
 * everything allocates almost nothing, so it would go on refusing after the load is gone. While memory is
 * full and somebody asks for room, the process therefore forces a GC now and then.
 */
@Injectable()
export class MemoryLimit implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Memory');
  private readonly limit = heapLimit();
  private used = 0;
  /** In milliseconds of `performance.now()`. */
  private measureAgainAt = 0;

  private readonly collections = new PerformanceObserver((list) => {
    const kinds = list.getEntries().map((entry) => (entry as Collection).detail.kind);
    if (kinds.includes(constants.NODE_PERFORMANCE_GC_MAJOR)) this.measure();
  });

  onModuleInit(): void {
    this.collections.observe({ entryTypes: ['gc'] });
  }

  hasRoomFor(what: keyof typeof ROOM): boolean {
    if (this.used >= ROOM[what] && performance.now() >= this.measureAgainAt) this.collect();
    return this.used < ROOM[what];
  }

  /** For the embedded store. Throws `StoreUnavailable` if there is no room. */
  assertRoomForMeetings(): void {
    if (!this.hasRoomFor('meetings')) throw new StoreUnavailable('the memory of this process is full');
  }

  onApplicationShutdown(): void {
    this.collections.disconnect();
  }

  private collect(): void {
    const startedAt = performance.now();
    collectGarbage();
    this.measure(performance.now() - startedAt);
  }

  /** `pauseMs`: how long a forced GC stopped this process. */
  private measure(pauseMs = 0): void {
    this.measureAgainAt = performance.now() + Math.max(FULL_FOR_MS, PAUSE_FACTOR * pauseMs);
    const before = this.used;
    this.used = getHeapStatistics().used_heap_size / this.limit;
    for (const [what, most] of Object.entries(ROOM)) {
      if (before < most && this.used >= most)
        this.logger.warn(`memory is full: no more ${what} until some go`);
      if (before >= most && this.used < most) this.logger.log(`memory has room again: ${what} are taken`);
    }
  }
}
