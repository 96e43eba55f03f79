import type { FrameBatch } from '../frames/frame-batch.js';
import type { GoodbyeReason } from '../frames/goodbye.js';

/** Takes frames at once, and never throws: a stream, or a buffer that stands in for one that is not live yet. */
export interface Receiver {
  send(batch: FrameBatch): void;
}

/** One client's event stream. */
export interface Stream extends Receiver {
  /** Whether the stream is over: the client left, or the service said goodbye. */
  readonly closed: boolean;

  /** Says goodbye and ends the stream; its client waits so many milliseconds. Does nothing when it is over. */
  end(reason: GoodbyeReason, retryMs: number): void;

  /** Runs `fn` once when the stream is over; at once if it is over already. */
  onEnd(fn: () => void): void;
}
