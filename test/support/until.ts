/** Milliseconds a condition may take before the test fails. */
export const DEADLINE_MS = 10_000;

/** Waits until `probe` answers something truthy (it may throw meanwhile), and answers that. */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  deadlineMs = DEADLINE_MS,
): Promise<T & {}> {
  const giveUpAt = Date.now() + deadlineMs;
  let reason: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value) return value;
      reason = value;
    } catch (error) {
      reason = error;
    }
    if (Date.now() > giveUpAt)
      throw new Error(`waited ${deadlineMs} ms for ${what}; last: ${String(reason)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
