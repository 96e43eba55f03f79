/**
 * Runs large pieces of work one per turn of the event loop, first come first served, so that other work runs
 * between them. A single piece waits for one turn.
 */
export class TurnQueue {
  private last: Promise<void> = Promise.resolve();

  next(): Promise<void> {
    return (this.last = this.last.then(() => new Promise((resolve) => setImmediate(resolve))));
  }
}
