import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { Deadlines } from '../access/deadlines.js';
import { StreamLimits } from '../access/stream-limits.js';
import type { Pass } from '../access/stream.guard.js';
import { AppConfig } from '../config/app-config.js';
import type { MeetingId } from '../meetings/rules/meeting-id.js';
import { StoreUnavailable } from '../meetings/meeting-store.js';
import { Bridge } from './bridge.js';
import { Frame, type GoodbyeReason } from './frame.js';
import { Heartbeats } from './heartbeats.js';
import type { Visitor } from './visitor.js';

/** Clients wait this long, each its own random time, so that they do not all come back in the same instant. */
const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 5_000;
/** Who found no place waits longer: places come back one by one. */
const OVERLOADED_RETRIES = 4;

/** How long before its end a client hears that its token expires, so that it can get another. */
const EXPIRING_MS = 60_000;

export interface StreamOptions extends Visitor {
  /** Seconds between heartbeats; left out = as configured. */
  readonly heartbeat?: number | undefined;
  /** With what it is opened, and whose place it takes; left out = nobody's. */
  readonly pass?: Pass;
}

@Injectable()
export class Streams implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Streams.name);
  /** Those that are open: how to end each. */
  private readonly ends = new Set<(reason: GoodbyeReason) => void>();
  private closing = false;

  constructor(
    private readonly bridge: Bridge,
    private readonly heartbeats: Heartbeats,
    private readonly limits: StreamLimits,
    private readonly deadlines: Deadlines,
    private readonly config: AppConfig,
  ) {}

  /**
   * A stream. It never errors: an EventSource gives up for good on anything but 200, so what passes by itself
   * (the store is away, the process stops) ends the stream with a goodbye, and the client comes back.
   */
  open(
    id: MeetingId,
    { heartbeat = this.config.heartbeatSeconds, pass, ...visitor }: StreamOptions = {},
  ): Observable<Frame> {
    return new Observable((stream) => {
      const retry = Math.floor(RETRY_MIN_MS + Math.random() * (RETRY_MAX_MS - RETRY_MIN_MS));
      const end = (reason: GoodbyeReason) => {
        stream.next(Frame.goodbye(reason, reason === 'overloaded' ? retry * OVERLOADED_RETRIES : retry));
        stream.complete();
      };
      if (this.closing) {
        end('shutting_down');
        return;
      }
      if (pass?.isUndecided) {
        end('store_unavailable');
        return;
      }
      const leave = pass && this.limits.take(id, pass.address);
      if (pass && !leave) {
        end('overloaded');
        return;
      }
      stream.add(leave);
      this.ends.add(end);
      stream.add(() => this.ends.delete(end));

      const send = (frame: Frame) => stream.next(frame);
      let connected = false;
      const frames = this.bridge.attach(id, visitor, retry).subscribe({
        next: (frame) => {
          send(frame);
          // Not before: the first frame says `connected`.
          if (!connected) {
            stream.add(this.heartbeats.join(heartbeat, send));
            this.expire(stream, pass?.grant?.expiresAt, end);
          }
          connected = true;
        },
        error: (error: unknown) => end(this.reasonOf(error)),
      });
      stream.add(frames);
    });
  }

  beforeApplicationShutdown(): void {
    this.closing = true;
    this.ends.forEach((end) => end('shutting_down'));
  }

  private expire(
    stream: Subscriber<Frame>,
    expiresAt: number | undefined,
    end: (reason: GoodbyeReason) => void,
  ): void {
    if (expiresAt === undefined) return;
    const expiring = () => stream.next(Frame.tokenExpiring(expiresAt));
    stream.add(this.deadlines.at(expiresAt - EXPIRING_MS).subscribe(expiring));
    stream.add(this.deadlines.at(expiresAt).subscribe(() => end('expired')));
  }

  private reasonOf(error: unknown): GoodbyeReason {
    if (error instanceof StoreUnavailable) return 'store_unavailable';
    this.logger.error(error);
    return 'internal_error';
  }
}
