import type { Clock } from '../../clock/clock.js';
import { millisecondsOf } from '../../domain/revision.js';
import type { Metrics } from '../../metrics/metrics.js';
import { traceFanOut } from '../../tracing/spans.js';
import { FrameBatch } from '../frames/frame-batch.js';
import type { Frame } from '../frames/frame.js';
import { Broadcast } from './broadcast.js';
import type { Receiver } from './stream.js';

/**
 * Sends frames to the streams of a meeting, all frames of one turn of the event loop as one batch. A break
 * that replaces another is two notices, and should not cost two writes to each socket.
 */
export class FrameBatcher {
  private readonly members = new Broadcast();
  private readonly leaders = new Broadcast();
  private readonly observers = new Broadcast();
  private waiting: Frame[] = [];
  /** The traces that caused the waiting frames; empty while tracing is off. */
  private causes: string[] = [];

  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** The number of members and leaders; observers are not counted. */
  get size(): number {
    return this.members.size + this.leaders.size;
  }

  /**
   * Adds a receiver of all later frames; the waiting frames are sent first. Returns a function that removes
   * it.
   */
  join(receiver: Receiver, isLeader = false): () => void {
    this.flush();
    return (isLeader ? this.leaders : this.members).join(receiver);
  }

  /** {@link join} for a receiver that is not a stream of the meeting and therefore not counted. */
  observe(receiver: Receiver): () => void {
    this.flush();
    return this.observers.join(receiver);
  }

  put(frame: Frame, cause?: string): void {
    if (cause !== undefined && !this.causes.includes(cause)) this.causes.push(cause);
    if (this.waiting.push(frame) === 1) queueMicrotask(() => this.flush());
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    const frames = this.waiting.splice(0);
    const fanOut = { streams: this.size, frames: frames.length };
    const batch = new FrameBatch(frames);
    traceFanOut(this.causes.splice(0), fanOut, () => {
      this.members.send(batch);
      if (this.leaders.size > 0) this.leaders.send(batch.forLeaders);
    });
    this.observers.send(batch);
    frames.forEach((frame) => this.count(frame));
  }

  /** Counts a notice once for each stream that got it, and its delay once. */
  private count({ isNotice, id }: Frame): void {
    if (!isNotice) return;
    this.metrics.noticesDelivered.inc(this.size);
    if (id) this.metrics.deliveryLag.observe(Math.max(0, this.clock.now() - millisecondsOf(id)) / 1000);
  }
}
