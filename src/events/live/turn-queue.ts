/**
 * Lets large pieces of work into the event loop one at a time, in the order in which they asked, so that everything else is
 * served between two of them. A single piece waits for one turn of the loop.
 */
export class TurnQueue {
  private last: Promise<void> = Promise.resolve();

  next(): Promise<void> {
    return (this.last = this.last.then(() => new Promise((resolve) => setImmediate(resolve))));
  }
}
