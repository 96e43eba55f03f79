import type { FrameBatch } from '../frames/frame-batch.js';
import type { Receiver } from './stream.js';

/**
 * The receivers of the same frames. Cheaper than an RxJS Subject where thousands come and go: leaving needs no search, and a
 * place costs an entry in a set instead of a subscriber.
 */
export class Broadcast {
  private readonly receivers = new Set<Receiver>();

  get size(): number {
    return this.receivers.size;
  }

  /** `receiver` gets everything that is sent from now on. Returns how to leave; leaving twice does nothing. */
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

  /** A receiver that leaves meanwhile gets no more. */
  send(batch: FrameBatch): void {
    for (const receiver of this.receivers) receiver.send(batch);
  }
}
