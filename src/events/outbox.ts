import { Audience, type Listener } from './audience.js';
import { Frame } from './frame.js';

/**
 * Frames on their way to the streams of a meeting. What comes in one turn of the event loop goes out as one: a break that takes
 * the place of another is two notices, and should not be two writes to each of its sockets.
 */
export class Outbox {
  private readonly audience = new Audience();
  private waiting: Frame[] = [];

  /** `told` hears what was sent, and to how many. */
  constructor(private readonly told: (frames: readonly Frame[], streams: number) => void) {}

  /** Hears what is put from now on, and none of what waits: that is sent before. Returns how to leave. */
  join(listener: Listener): () => void {
    this.flush();
    return this.audience.join(listener);
  }

  put(frame: Frame): void {
    if (this.waiting.push(frame) === 1) queueMicrotask(() => this.flush());
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    const frames = this.waiting.splice(0);
    this.audience.tell(Frame.joined(frames));
    this.told(frames, this.audience.size);
  }
}
