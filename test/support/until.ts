/**
 * Milliseconds after which the test fails if the condition does not hold. Generous, because other tests keep
 * the machine busy: what must be quick is measured, or has a deadline of its own.
 */
export const DEADLINE_MS = 20_000;

/**
 * The wait between two probes: 10 ms at first, then growing, because the probes of many tests share two
 * cores.
 */
const pauseMs = (waitedMs: number): number => Math.min(10 + waitedMs / 50, 100);

/**
 * Waits until `probe` returns a truthy value, and resolves with it. Errors of `probe` count as false
 * meanwhile.
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  deadlineMs = DEADLINE_MS,
): Promise<T & {}> {
  const begunAt = Date.now();
  let reason: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value) return value;
      reason = value;
    } catch (error) {
      reason = error;
    }
    const waitedMs = Date.now() - begunAt;
    if (waitedMs > deadlineMs)
      throw new Error(`waited ${deadlineMs} ms for ${what}; last: ${String(reason)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs(waitedMs)));
  }
}
