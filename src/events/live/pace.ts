/**
 * Lets large pieces of work into the event loop one at a time, in the order in which they asked: between two of them everything else
 * is served. A single one waits for one turn of the loop.
 */
export class Pace {
  private last: Promise<void> = Promise.resolve();

  turn(): Promise<void> {
    return (this.last = this.last.then(() => new Promise((resolve) => setImmediate(resolve))));
  }
}
