import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { StreamLimits } from '../../limits/stream-limits.js';
import { Metrics } from '../../metrics/metrics.js';
import type { GoodbyeReason } from '../frames/goodbye.js';
import type { Stream } from '../live/stream.js';
import type { OverviewRequest, StreamRequest } from '../live/stream-request.js';

/** Why a stream ended: its client left, or did not read; or the service said goodbye, and why. */
export type StreamEnd = 'client_left' | 'slow' | GoodbyeReason;

/** A stream with what operators want to know about it. */
export interface RegisteredStream extends Stream {
  /** Bytes that wait for the client to read. */
  readonly queuedBytes: number;
  readonly bytesSent: number;
  readonly framesSent: number;
  readonly endReason: StreamEnd;
  readonly requestId: unknown;
}

/** The open streams of this process: their limits, their metrics, a log line as each ends, and the goodbye at shutdown. */
@Injectable()
export class StreamRegistry implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Stream');
  private readonly streams = new Set<RegisteredStream>();
  private isClosing = false;

  constructor(
    private readonly limits: StreamLimits,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.streamsOpen.read = () => this.streams.size;
    this.metrics.queuedBytes.read = () =>
      [...this.streams].reduce((sum, { queuedBytes }) => sum + queuedBytes, 0);
  }

  /** Counts the stream until it ends. Answers why it must end at once; `undefined` = it may go on. */
  register(stream: RegisteredStream, request: StreamRequest | OverviewRequest): GoodbyeReason | undefined {
    this.add(stream);
    if (this.isClosing) return 'shutting_down';
    if (request.isUndecided) return 'store_unavailable';
    const meetingId = 'meetingId' in request ? request.meetingId : undefined;
    const leave = this.limits.take(meetingId, request.address);
    if (!leave) return 'overloaded';
    stream.onEnd(leave);
    return undefined;
  }

  beforeApplicationShutdown(): void {
    this.isClosing = true;
    for (const stream of this.streams) stream.end('shutting_down');
  }

  private add(stream: RegisteredStream): void {
    const since = performance.now();
    this.streams.add(stream);
    this.metrics.streamsOpened.inc();
    stream.onEnd(() => {
      this.streams.delete(stream);
      this.metrics.streamsClosed.inc({ reason: stream.endReason });
      this.logger.log('stream ended', {
        reason: stream.endReason,
        duration_ms: Math.round(performance.now() - since),
        bytes: stream.bytesSent,
        frames: stream.framesSent,
        request_id: stream.requestId,
      });
    });
  }
}
