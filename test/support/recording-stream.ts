import type { FrameBatch } from '../../src/events/frames/frame-batch.js';
import { Frame } from '../../src/events/frames/frame.js';
import type { GoodbyeReason, StreamEnd } from '../../src/domain/goodbye.js';
import type { RegisteredStream } from '../../src/events/stream/stream-registry.js';

/** A stream without a connection: passes each frame to `hear`. */
export class RecordingStream implements RegisteredStream {
  readonly queuedBytes = 0;
  readonly bytesSent = 0;
  readonly requestId = undefined;
  framesSent = 0;
  endReason: StreamEnd = 'client_left';
  closed = false;
  private readonly endings: (() => void)[] = [];

  constructor(private readonly hear: (frame: Frame) => void) {}

  send({ frames }: FrameBatch): void {
    if (this.closed) return;
    this.framesSent += frames.length;
    frames.forEach(this.hear);
  }

  end(reason: GoodbyeReason, retryMs: number): void {
    if (this.closed) return;
    this.hear(Frame.goodbye(reason, retryMs));
    this.finish(reason);
  }

  /** Ends the stream as if its client left. */
  leave(): void {
    if (!this.closed) this.finish('client_left');
  }

  onEnd(fn: () => void): void {
    if (this.closed) fn();
    else this.endings.push(fn);
  }

  private finish(reason: StreamEnd): void {
    this.endReason = reason;
    this.closed = true;
    this.endings.forEach((run) => run());
  }
}
