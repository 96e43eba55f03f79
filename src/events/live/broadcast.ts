import type { FrameBatch } from '../frames/frame-batch.js';
import type { Receiver } from './stream.js';

/**
 * Sends the same frames to many receivers. Cheaper than an RxJS Subject when thousands come and go: leaving
 * needs no search, and a receiver costs one entry in a set instead of a subscriber.
 */
export class Broadcast {
  private readonly receivers = new Set<Receiver>();

  get size(): number {
    return this.receivers.size;
  }

  /**
   * Adds a receiver of all batches from now on. Returns a function that removes it; a second call does
   * nothing.
   */
  join(receiver: Receiver): () => void {
    this.receivers.add(receiver);
    return () => this.receivers.delete(receiver);
  }

  /** Sends each receiver one of the batches, in turn. */
  share(batches: readonly FrameBatch[]): void {
    let turn = 0;
    for (const receiver of this.receivers) {
      const batch = batches[turn++ % batches.length];
      if (batch) receiver.send(batch);
    }
  }

  /** A receiver that is removed meanwhile gets no more batches. */
  send(batch: FrameBatch): void {
    for (const receiver of this.receivers) receiver.send(batch);
  }
}
