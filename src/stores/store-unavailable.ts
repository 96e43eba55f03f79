import { refusal } from '../domain/refusal.js';

/** The store cannot be reached, does not answer in time, or refuses to work. */
export class StoreUnavailable extends refusal('store_unavailable', 503, 'The store cannot be reached') {
  constructor(cause: unknown) {
    super(`the store is unavailable: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }

  /** Without the cause, which is for the log only. */
  override get detail(): string {
    return 'The store did not answer, so this is not confirmed. Try again shortly.';
  }
}
