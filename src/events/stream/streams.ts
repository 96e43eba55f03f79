import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Observable, type Subscriber, type Subscription } from 'rxjs';
import { Deadlines } from './deadlines.js';
import { StreamLimits } from '../../limits/stream-limits.js';
import type { Pass } from '../../access/stream.guard.js';
import { Clock } from '../../clock/clock.js';
import { AppConfig } from '../../config/app-config.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { StoreUnavailable } from '../../stores/store-unavailable.js';
import { Bridge } from '../live/bridge.js';
import { Frame, type GoodbyeReason } from '../frames/frame.js';
import { Heartbeats } from './heartbeats.js';
import { retryMs } from '../frames/retry.js';
import type { Visitor } from '../live/visitor.js';

/** Who found no place waits longer: places come back one by one. */
const OVERLOADED_RETRIES = 4;

/** How long before its end a client hears that its token expires, so that it can get another. */
const EXPIRING_MS = 60_000;

/**
 * A stream has said `connected` by then, or says `goodbye`: the one bound of all that a stream waits for while it opens. With the
 * look at its rights and one tick it is within the 5 s of contract §9.
 */
const OPENS_WITHIN_MS = 3_500;
const LOOK_EVERY_MS = 500;

export interface StreamOptions extends Visitor {
  /** Seconds between heartbeats; left out = as configured. */
  readonly heartbeat?: number | undefined;
  /** With what it is opened, and whose place it takes; left out = nobody's. */
  readonly pass?: Pass;
}

@Injectable()
export class Streams implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(Streams.name);
  private readonly streams = new Set<Subscriber<Frame>>();
  /** Those that have said nothing yet, with when they began (`Clock.elapsed`), oldest first. */
  private readonly opening = new Map<Subscriber<Frame>, number>();
  private readonly looks: Subscription;
  private closing = false;

  constructor(
    private readonly bridge: Bridge,
    private readonly heartbeats: Heartbeats,
    private readonly limits: StreamLimits,
    private readonly deadlines: Deadlines,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    this.looks = clock.every(LOOK_EVERY_MS).subscribe(() => this.endLate());
  }

  /**
   * A stream. It never errors: an EventSource gives up for good on anything but 200, so what passes by itself
   * (the store is away, the process stops) ends the stream with a goodbye, and the client comes back.
   */
  open(
    id: MeetingId,
    { heartbeat = this.config.heartbeatSeconds, pass, ...visitor }: StreamOptions = {},
  ): Observable<Frame> {
    return new Observable((stream) => {
      if (this.closing) {
        end(stream, 'shutting_down');
        return;
      }
      if (pass?.isUndecided) {
        end(stream, 'store_unavailable');
        return;
      }
      const leave = pass && this.limits.take(id, pass.address);
      if (pass && !leave) {
        end(stream, 'overloaded');
        return;
      }
      stream.add(leave);
      this.streams.add(stream);
      this.opening.set(stream, this.clock.elapsed());
      stream.add(() => {
        this.streams.delete(stream);
        this.opening.delete(stream);
      });

      this.bridge.attach(stream, id, visitor).then(
        () => {
          if (stream.closed) return;
          this.opening.delete(stream);
          // Not before: the first frame says `connected`.
          stream.add(this.heartbeats.join(heartbeat, stream));
          this.expire(stream, pass?.grant?.expiresAt);
        },
        (error: unknown) => end(stream, this.reasonOf(error)),
      );
    });
  }

  beforeApplicationShutdown(): void {
    this.closing = true;
    this.streams.forEach((stream) => end(stream, 'shutting_down'));
  }

  onApplicationShutdown(): void {
    this.looks.unsubscribe();
  }

  private endLate(): void {
    const before = this.clock.elapsed() - OPENS_WITHIN_MS;
    for (const [stream, since] of this.opening) {
      if (since > before) return;
      end(stream, 'store_unavailable');
    }
  }

  private expire(stream: Subscriber<Frame>, expiresAt: number | undefined): void {
    if (expiresAt === undefined) return;
    const expiring = () => stream.next(Frame.tokenExpiring(expiresAt));
    stream.add(this.deadlines.at(expiresAt - EXPIRING_MS).subscribe(expiring));
    stream.add(this.deadlines.at(expiresAt).subscribe(() => end(stream, 'expired')));
  }

  private reasonOf(error: unknown): GoodbyeReason {
    if (error instanceof StoreUnavailable) return 'store_unavailable';
    this.logger.error(error);
    return 'internal_error';
  }
}

function end(stream: Subscriber<Frame>, reason: GoodbyeReason): void {
  stream.next(Frame.goodbye(reason, retryMs() * (reason === 'overloaded' ? OVERLOADED_RETRIES : 1)));
  stream.complete();
}
