import type { Clock } from '../../clock/clock.js';
import { millisecondsOf } from '../../domain/revision.js';
import type { Metrics } from '../../metrics/metrics.js';
import { traceFanOut } from '../../tracing/spans.js';
import { Audience, type Listener } from './audience.js';
import { Frame } from '../frames/frame.js';

/**
 * Frames on their way to the streams of a meeting. What comes in one turn of the event loop goes out as one: a break that takes
 * the place of another is two notices, and should not be two writes to each of its sockets.
 */
export class Outbox {
  private readonly audience = new Audience();
  private waiting: Frame[] = [];
  /** The traces that put them there; none when nothing is traced. */
  private causes: string[] = [];

  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** Hears what is put from now on, and none of what waits: that is sent before. Returns how to leave. */
  join(listener: Listener): () => void {
    this.flush();
    return this.audience.join(listener);
  }

  put(frame: Frame, cause?: string): void {
    if (cause !== undefined && !this.causes.includes(cause)) this.causes.push(cause);
    if (this.waiting.push(frame) === 1) queueMicrotask(() => this.flush());
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    const frames = this.waiting.splice(0);
    const fanOut = { streams: this.audience.size, frames: frames.length };
    traceFanOut(this.causes.splice(0), fanOut, () => this.audience.tell(Frame.joined(frames)));
    frames.forEach((frame) => this.count(frame));
  }

  /** Once per notice, however many heard it. */
  private count({ isNotice, id }: Frame): void {
    if (!isNotice) return;
    this.metrics.noticesDelivered.inc(this.audience.size);
    if (id) this.metrics.deliveryLag.observe(Math.max(0, this.clock.now() - millisecondsOf(id)) / 1000);
  }
}
