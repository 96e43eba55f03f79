import { setTimeout as delay } from 'node:timers/promises';
import { firstValueFrom, from, throwError, timeout } from 'rxjs';
import { StoreUnavailable } from './store-unavailable.js';

/**
 * After this time a caller gets "unavailable". The API promises an answer within a second, also on a busy
 * machine.
 */
export const ANSWER_WITHIN_MS = 800;

/** About the time that a reconnect takes. */
const RETRY_AFTER_MS = 250;

/**
 * Rejects with {@link StoreUnavailable} if `work` takes longer than a caller waits. The work goes on; its
 * result is ignored.
 */
export function withTimeLimit<T>(work: Promise<T>): Promise<T> {
  const late = () => new StoreUnavailable(`no answer within ${ANSWER_WITHIN_MS} ms`);
  return firstValueFrom(from(work).pipe(timeout({ first: ANSWER_WITHIN_MS, with: () => throwError(late) })));
}

/**
 * Repeats a commit once if its answer was lost. It may have been applied or not; the same key makes repeating
 * safe. A short network failure then costs a leader a moment instead of a 503. `giveUpAt` is in milliseconds
 * of `performance.now()`.
 */
export async function retriedOnce<T>(attempt: () => Promise<T>, giveUpAt: number): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    // With no time left, waiting would only delay the commands behind this one.
    if (!(error instanceof StoreUnavailable) || performance.now() + RETRY_AFTER_MS > giveUpAt) throw error;
    await delay(RETRY_AFTER_MS);
    return attempt();
  }
}
