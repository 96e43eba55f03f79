import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` for many callers at once: each gets a run that began after its call, and runs begin at least `everyMs` apart. A
 * single caller waits for nothing but the work.
 */
export function coalesced(work: () => Promise<void>, everyMs: number): () => Promise<void> {
  let lastBegan = -Infinity;
  let next: Promise<void> | undefined;
  return () => (next ??= run());

  async function run(): Promise<void> {
    const wait = lastBegan + everyMs - performance.now();
    // In any case not in the caller's turn: until it is over, `next` is not set.
    await (wait > 0 ? delay(wait, undefined, { ref: false }) : undefined);
    lastBegan = performance.now();
    next = undefined;
    await work();
  }
}
