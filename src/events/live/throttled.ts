import { setTimeout as delay } from 'node:timers/promises';

/**
 * Throttles `work`: callers share its runs. Each caller gets a run that began after its call, and runs begin
 * at least `everyMs` apart. A single caller waits for the work only.
 */
export function throttled(work: () => Promise<void>, everyMs: number): () => Promise<void> {
  let lastBegan = -Infinity;
  let next: Promise<void> | undefined;
  return () => (next ??= run());

  function left(): number {
    return lastBegan + everyMs - performance.now();
  }

  async function run(): Promise<void> {
    // `next` is assigned after `run` returns, so the run must not begin synchronously.
    await Promise.resolve();
    // A timer may fire some milliseconds early: it counts from the beginning of the loop's turn.
    for (let wait = left(); wait > 0; wait = left()) await delay(Math.ceil(wait), undefined, { ref: false });
    lastBegan = performance.now();
    next = undefined;
    await work();
  }
}
