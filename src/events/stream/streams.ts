import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Clock } from '../../clock/clock.js';
import { AppConfig } from '../../config/app-config.js';
import { StoreUnavailable } from '../../stores/store-unavailable.js';
import { FrameBatch } from '../frames/frame-batch.js';
import { Frame } from '../frames/frame.js';
import type { GoodbyeReason } from '../../domain/goodbye.js';
import { Bridge } from '../live/bridge.js';
import type { Stream } from '../live/stream.js';
import type { OverviewRequest, StreamRequest } from '../live/stream-request.js';
import { Deadlines } from './deadlines.js';
import { Heartbeats } from './heartbeats.js';
import { ReconnectTimes } from './reconnect-times.js';
import { StreamRegistry, type RegisteredStream } from './stream-registry.js';

/** A client is warned this long before its token expires, so that it can get a new one. */
const EXPIRING_MS = 60_000;

/**
 * A stream that has not sent `connected` by then sends `goodbye`. This bounds everything that an opening
 * stream waits for. With the permission check and one tick, the first frame stays within the 5 s of
 * docs/protocol.md.
 */
const OPENS_WITHIN_MS = 3_500;
const CHECK_EVERY_MS = 500;

/** Opens streams, and ends them when their time is over. */
@Injectable()
export class Streams implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(Streams.name);
  /** Streams without a frame so far, and when they began (`Clock.elapsed`), oldest first. */
  private readonly opening = new Map<Stream, number>();
  private checks: Subscription | undefined;

  constructor(
    private readonly bridge: Bridge,
    private readonly registry: StreamRegistry,
    private readonly reconnects: ReconnectTimes,
    private readonly heartbeats: Heartbeats,
    private readonly deadlines: Deadlines,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.checks = this.clock.every(CHECK_EVERY_MS).subscribe(() => this.endLate());
  }

  /**
   * Ends all streams with `goodbye`. Members of meetings with a current break, or with one that begins before
   * all clients have reconnected, reconnect first.
   */
  beforeApplicationShutdown(): void {
    const { reconnects, bridge } = this;
    const { maxMs } = reconnects.span;
    const streams = this.registry.close((id) => bridge.hasBreakWithin(id, maxMs));
    const waits = streams.map((_, place) => reconnects.inTurn(place, streams.length));
    streams.forEach((stream, place) => stream.end('shutting_down', waits[place] ?? maxMs));
  }

  onApplicationShutdown(): void {
    this.checks?.unsubscribe();
  }

  /**
   * Opens a stream. A temporary failure (the store is away, the process stops) must not become an error
   * status, because an EventSource never retries those. It ends the stream with a goodbye instead, and the
   * client reconnects.
   */
  open(request: StreamRequest | OverviewRequest, stream: RegisteredStream): void {
    const refusal = this.registry.register(stream, request);
    if (refusal) this.end(stream, refusal);
    else void this.goLive(request, stream);
  }

  private async goLive(request: StreamRequest | OverviewRequest, stream: Stream): Promise<void> {
    this.opening.set(stream, this.clock.elapsed());
    const retryMs = this.reconnects.any();
    try {
      if ('meetingId' in request) await this.bridge.attach(stream, request, retryMs);
      else await this.bridge.attachOverview(stream, request, retryMs);
      // After `attach`, because the first frame must be `connected`.
      if (request.until === 'caught-up') this.end(stream, 'caught_up');
      else this.watch(stream, request);
    } catch (error) {
      this.end(stream, this.reasonOf(error));
    } finally {
      this.opening.delete(stream);
    }
  }

  private watch(stream: Stream, { heartbeatSeconds, expiresAt }: StreamRequest | OverviewRequest): void {
    if (stream.closed) return;
    stream.onEnd(this.heartbeats.join(heartbeatSeconds ?? this.config.heartbeatSeconds, stream));
    if (expiresAt !== undefined) this.endAt(expiresAt, stream);
  }

  private endAt(expiresAt: number, stream: Stream): void {
    const warning = new FrameBatch([Frame.tokenExpiring(expiresAt)]);
    stream.onEnd(this.deadlines.at(expiresAt - EXPIRING_MS, () => stream.send(warning)));
    stream.onEnd(this.deadlines.at(expiresAt, () => this.end(stream, 'expired')));
  }

  private endLate(): void {
    const before = this.clock.elapsed() - OPENS_WITHIN_MS;
    for (const [stream, since] of this.opening) {
      if (since > before) return;
      this.end(stream, 'store_unavailable');
    }
  }

  private end(stream: Stream, reason: GoodbyeReason): void {
    stream.end(reason, this.reconnects.any(reason));
  }

  private reasonOf(error: unknown): GoodbyeReason {
    if (error instanceof StoreUnavailable) return 'store_unavailable';
    this.logger.error(error);
    return 'internal_error';
  }
}
