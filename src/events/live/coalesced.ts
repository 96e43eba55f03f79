import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` for many callers at once: each gets a run that began after its call, and runs begin at least `everyMs` apart. A
 * single caller waits for nothing but the work.
 */
export function coalesced(work: () => Promise<void>, everyMs: number): () => Promise<void> {
  let lastBegan = -Infinity;
  let next: Promise<void> | undefined;
  return () => (next ??= run());

  function left(): number {
    return lastBegan + everyMs - performance.now();
  }

  async function run(): Promise<void> {
    // Not in the caller's turn: until it is over, `next` is not set.
    await Promise.resolve();
    // A timer may be some milliseconds early: it counts from when the loop's turn began.
    for (let wait = left(); wait > 0; wait = left()) await delay(Math.ceil(wait), undefined, { ref: false });
    lastBegan = performance.now();
    next = undefined;
    await work();
  }
}
