import type { FrameBatch } from '../frames/frame-batch.js';
import type { GoodbyeReason } from '../../domain/goodbye.js';

/**
 * Receives frames without waiting, and never throws: a stream, or a buffer for a stream that is not live yet.
 */
export interface Receiver {
  send(batch: FrameBatch): void;
}

/** One client's event stream. */
export interface Stream extends Receiver {
  /** Whether the stream is over: the client left, or the service said goodbye. */
  readonly closed: boolean;

  /**
   * Sends `goodbye` and ends the stream. The client reconnects after `retryMs`. Does nothing if the stream is
   * over.
   */
  end(reason: GoodbyeReason, retryMs: number): void;

  /** Calls `fn` once when the stream is over; immediately if it is over already. */
  onEnd(fn: () => void): void;
}
