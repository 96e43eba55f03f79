import { Subject } from 'rxjs';
import { Frame } from './frame.js';

/**
 * Frames on their way to the streams of a meeting. What comes in one turn of the event loop goes out as one: a break that takes
 * the place of another is two notices, and should not be two writes to each of its sockets.
 */
export class Outbox {
  readonly frames = new Subject<Frame>();
  private waiting: Frame[] = [];

  put(frame: Frame): void {
    if (this.waiting.push(frame) === 1) queueMicrotask(() => this.flush());
  }

  /** Sends now what waits: who subscribes after this gets none of it. */
  flush(): void {
    if (this.waiting.length > 0) this.frames.next(Frame.joined(this.waiting.splice(0)));
  }
}
