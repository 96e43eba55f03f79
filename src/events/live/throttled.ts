import { setTimeout as delay } from 'node:timers/promises';

/**
 * Throttles `work`, whose callers share its runs: each caller gets a run that began after its call, and runs begin at least
 * `everyMs` apart. A single caller waits for nothing but the work.
 */
export function throttled(work: () => Promise<void>, everyMs: number): () => Promise<void> {
  let lastBegan = -Infinity;
  let next: Promise<void> | undefined;
  return () => (next ??= run());

  function left(): number {
    return lastBegan + everyMs - performance.now();
  }

  async function run(): Promise<void> {
    // `next` is not set until the caller's turn is over, so the run must not begin within it.
    await Promise.resolve();
    // A timer may fire some milliseconds early: it counts from the beginning of the loop's turn.
    for (let wait = left(); wait > 0; wait = left()) await delay(Math.ceil(wait), undefined, { ref: false });
    lastBegan = performance.now();
    next = undefined;
    await work();
  }
}
