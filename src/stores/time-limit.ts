import { setTimeout as delay } from 'node:timers/promises';
import { firstValueFrom, from, throwError, timeout } from 'rxjs';
import { StoreUnavailable } from './store-unavailable.js';

/** How long a caller waits before the answer is "unavailable": contract §1 promises one within a second, on a busy machine too. */
export const ANSWER_WITHIN_MS = 800;

/** About what a reconnect takes. */
const RETRY_AFTER_MS = 250;

/** Rejects with {@link StoreUnavailable} when `work` takes longer than a caller waits; it goes on, unheard. */
export function withTimeLimit<T>(work: Promise<T>): Promise<T> {
  const late = () => new StoreUnavailable(`no answer within ${ANSWER_WITHIN_MS} ms`);
  return firstValueFrom(from(work).pipe(timeout({ first: ANSWER_WITHIN_MS, with: () => throwError(late) })));
}

/**
 * A commit whose answer was lost may have been applied or not. Under the same key it can be tried again without asking: a
 * short cut between us and the store then costs a leader a moment, not a 503. `giveUpAt` is of `performance.now()`.
 */
export async function retriedOnce<T>(attempt: () => Promise<T>, giveUpAt: number): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    // With no time left the wait would only keep those who wait for their turn.
    if (!(error instanceof StoreUnavailable) || performance.now() + RETRY_AFTER_MS > giveUpAt) throw error;
    await delay(RETRY_AFTER_MS);
    return attempt();
  }
}
