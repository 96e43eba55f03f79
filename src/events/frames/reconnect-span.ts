/** The time span over which clients whose stream ended reconnect. It grows with the number of streams. */
export interface ReconnectSpan {
  readonly minMs: number;
  readonly maxMs: number;
}

const MIN_MS = 2_000;
const MAX_MS = 60_000;

/** Up to this many clients reconnect within {@link SMALL_MAX_MS}: about a second of CPU time. */
const SMALL_CROWD = 2_000;
const SMALL_MAX_MS = 5_000;

/**
 * CPU time in milliseconds to reopen a stream, an estimate: between the first 2,000 streams of a process and
 * later ones (docs/performance.md).
 */
const OPENING_MS = 0.6;

/** Clients of a full process wait longer, because places become free one by one. */
const OVERLOADED_FACTOR = 4;

/**
 * Waits are multiples of this many milliseconds, so that thousands of streams share a few hundred frames, and
 * still only the clients of 50 ms reconnect at once.
 */
const GRAIN_MS = 50;

/**
 * The span in which `streams` clients reconnect. One process may have to take all of them, so reopening shall
 * use at most `share` of its core (a fraction).
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

/** Remembers the spans that a group of clients was sent, to find out whether they need a new one. */
export class ToldSpans {
  private shortest = Infinity;
  private longest = 0;

  /** A client of the group was sent this span. */
  add({ maxMs }: ReconnectSpan): void {
    this.shortest = Math.min(this.shortest, maxMs);
    this.longest = Math.max(this.longest, maxMs);
  }

  /** All clients of the group were sent this span. */
  replace(span: ReconnectSpan): void {
    [this.shortest, this.longest] = [span.maxMs, span.maxMs];
  }

  /** Whether this span differs from one that a client of the group has by a half or more. */
  isOutdatedBy({ maxMs }: ReconnectSpan): boolean {
    return maxMs >= this.shortest * 1.5 || maxMs <= this.longest / 2;
  }
}
