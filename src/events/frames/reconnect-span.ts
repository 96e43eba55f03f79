/** When clients whose stream ended come back: a span of time that grows with the number of streams. */
export interface ReconnectSpan {
  readonly minMs: number;
  readonly maxMs: number;
}

const MIN_MS = 2_000;
const MAX_MS = 60_000;

/** Up to this many streams come back within {@link SMALL_MAX_MS}: about a second of CPU time. */
const SMALL_CROWD = 2_000;
const SMALL_MAX_MS = 5_000;

/** CPU time to open a stream that resumes, in milliseconds: what a process needs that has just started (docs/performance.md). */
const OPENING_MS = 0.6;

/** Clients of a full process find places as these become free, one by one. */
const OVERLOADED_FACTOR = 4;

/** Waits are multiples of this. So thousands of streams share some hundred frames, and what comes back at once is 50 ms of the span. */
const GRAIN_MS = 50;

/**
 * The span in which `streams` clients come back. Any process may be the one that takes all of them, so reopening is to use no more
 * than `share` of its core. `share` is a fraction of one core.
 */
export function reconnectSpan(streams: number, share: number): ReconnectSpan {
  if (streams <= SMALL_CROWD) return { minMs: MIN_MS, maxMs: SMALL_MAX_MS };
  const spreadMs = (streams * OPENING_MS) / share;
  return { minMs: MIN_MS, maxMs: Math.min(MAX_MS, Math.max(SMALL_MAX_MS, MIN_MS + spreadMs)) };
}

/** The span for clients that found no free place. */
export function overloadedSpan({ minMs, maxMs }: ReconnectSpan): ReconnectSpan {
  return {
    minMs: minMs * OVERLOADED_FACTOR,
    maxMs: Math.max(maxMs, SMALL_MAX_MS * OVERLOADED_FACTOR),
  };
}

/** The wait at `fraction` (0 to 1) of the span, in milliseconds. */
export function waitAt({ minMs, maxMs }: ReconnectSpan, fraction: number): number {
  return Math.floor((minMs + (maxMs - minMs) * fraction) / GRAIN_MS) * GRAIN_MS;
}

/** The spans that a group of clients was told, as far as needed to see whether one of them must hear of another. */
export class ToldSpans {
  private shortest = Infinity;
  private longest = 0;

  /** Somebody of the group was told this span. */
  add({ maxMs }: ReconnectSpan): void {
    this.shortest = Math.min(this.shortest, maxMs);
    this.longest = Math.max(this.longest, maxMs);
  }

  /** All of the group were told this span. */
  replace(span: ReconnectSpan): void {
    [this.shortest, this.longest] = [span.maxMs, span.maxMs];
  }

  /** Whether somebody of the group was told a span from which this one differs by half. */
  isOutdatedBy({ maxMs }: ReconnectSpan): boolean {
    return maxMs >= this.shortest * 1.5 || maxMs <= this.longest / 2;
  }
}
