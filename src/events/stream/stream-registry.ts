import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { StreamLimits } from '../../limits/stream-limits.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { Metrics } from '../../metrics/metrics.js';
import type { GoodbyeReason, StreamEnd } from '../../domain/goodbye.js';
import type { Stream } from '../live/stream.js';
import type { OverviewRequest, StreamRequest } from '../live/stream-request.js';
import { ReconnectTimes } from './reconnect-times.js';

/** A stream with values for operators. */
export interface RegisteredStream extends Stream {
  /** Bytes that wait for the client to read. */
  readonly queuedBytes: number;
  readonly bytesSent: number;
  readonly framesSent: number;
  readonly endReason: StreamEnd;
  readonly requestId: unknown;
}

/** The open streams of this process: their limits, their metrics, and a log line as each ends. */
@Injectable()
export class StreamRegistry implements OnModuleInit {
  private readonly logger = new Logger('Stream');
  /** The open streams, each with its meeting; `undefined` = an overview, which has several. */
  private readonly streams = new Map<RegisteredStream, MeetingId | undefined>();
  private isClosing = false;

  constructor(
    private readonly limits: StreamLimits,
    private readonly metrics: Metrics,
    private readonly reconnects: ReconnectTimes,
  ) {}

  onModuleInit(): void {
    this.reconnects.crowd = () => this.streams.size;
    this.metrics.streamsOpen.read = () => this.streams.size;
    this.metrics.overviewsOpen.read = () =>
      [...this.streams.values()].filter((meetingId) => meetingId === undefined).length;
    this.metrics.queuedBytes.read = () =>
      [...this.streams.keys()].reduce((sum, { queuedBytes }) => sum + queuedBytes, 0);
  }

  /**
   * Counts the stream until it ends. Returns the reason why it must end at once; `undefined` = it may stay.
   */
  register(stream: RegisteredStream, request: StreamRequest | OverviewRequest): GoodbyeReason | undefined {
    const meetingId = 'meetingId' in request ? request.meetingId : undefined;
    this.add(stream, meetingId);
    if (this.isClosing) return 'shutting_down';
    if (request.isUndecided) return 'store_unavailable';
    const leave = this.limits.take(meetingId, request.address);
    if (!leave) return 'overloaded';
    stream.onEnd(leave);
    return undefined;
  }

  /**
   * Refuses further streams, and returns the open ones: those of the meetings that come first, then the
   * others.
   */
  close(comesFirst: (id: MeetingId) => boolean): readonly RegisteredStream[] {
    this.isClosing = true;
    const first: RegisteredStream[] = [];
    const later: RegisteredStream[] = [];
    this.streams.forEach((id, stream) => (id !== undefined && comesFirst(id) ? first : later).push(stream));
    return [...first, ...later];
  }

  private add(stream: RegisteredStream, meetingId: MeetingId | undefined): void {
    const since = performance.now();
    this.streams.set(stream, meetingId);
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
