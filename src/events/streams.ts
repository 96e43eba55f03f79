import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  catchError,
  concat,
  defer,
  filter,
  merge,
  of,
  ReplaySubject,
  takeUntil,
  tap,
  type Observable,
} from 'rxjs';
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

export interface StreamOptions extends Visitor {
  /** Seconds between heartbeats; left out = as configured. */
  readonly heartbeat?: number | undefined;
}

@Injectable()
export class Streams implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Streams.name);
  private readonly closing = new ReplaySubject<void>(1);

  constructor(
    private readonly bridge: Bridge,
    private readonly heartbeats: Heartbeats,
    private readonly config: AppConfig,
  ) {}

  /**
   * A stream. It never errors: an EventSource gives up for good on anything but 200, so what passes by itself
   * (the store is away, the process stops) ends the stream with a goodbye, and the client comes back.
   */
  open(
    id: MeetingId,
    { heartbeat = this.config.heartbeatSeconds, ...visitor }: StreamOptions = {},
  ): Observable<Frame> {
    const retry = Math.floor(RETRY_MIN_MS + Math.random() * (RETRY_MAX_MS - RETRY_MIN_MS));
    const goodbye = (reason: GoodbyeReason) => of(Frame.goodbye(reason, retry));
    let connected = false;
    const frames = merge(
      this.bridge.attach(id, visitor, retry).pipe(tap(() => (connected = true))),
      this.heartbeats.every(heartbeat).pipe(filter(() => connected)),
    );
    return concat(
      frames.pipe(takeUntil(this.closing)),
      defer(() => goodbye('shutting_down')),
    ).pipe(
      catchError((error: unknown) => {
        if (error instanceof StoreUnavailable) return goodbye('store_unavailable');
        this.logger.error(error);
        return goodbye('internal_error');
      }),
    );
  }

  beforeApplicationShutdown(): void {
    this.closing.next();
  }
}
