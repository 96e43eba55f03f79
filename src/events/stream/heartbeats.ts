import { Injectable } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Clock } from '../../clock/clock.js';
import type { Timestamp } from '../../domain/timestamp.js';
import { FrameBatch } from '../frames/frame-batch.js';
import { Frame } from '../frames/frame.js';
import { ToldSpans } from '../frames/reconnect-span.js';
import { Broadcast } from '../live/broadcast.js';
import type { Receiver } from '../live/stream.js';
import { ReconnectTimes } from './reconnect-times.js';

/** Proxies close silent connections, some after 30 s (Gcore). A comment comes at least this often. */
const COMMENT_SECONDS = 15;

/**
 * Number of heartbeats with different `retry` that the streams of a timer share: few to encode, enough to
 * spread them.
 */
const RETRIES = 16;

interface Timer {
  readonly broadcast: Broadcast;
  readonly told: ToldSpans;
  readonly ticking: Subscription;
}

/**
 * Heartbeats and comments, without a timer per stream: streams that open within the same second share one
 * timer and one frame. So there are at most as many timers as a period has seconds, and the beats of many
 * streams are spread over the period.
 */
@Injectable()
export class Heartbeats {
  private readonly timers = new Map<string, Timer>();

  constructor(
    private readonly clock: Clock,
    private readonly reconnects: ReconnectTimes,
  ) {}

  /**
   * Sends a stream a heartbeat every `seconds`, and comments between them if that is too seldom. Returns a
   * function that stops it.
   */
  join(seconds: number, receiver: Receiver): () => void {
    const leaveBeats = this.joinTimer('heartbeat', seconds, receiver);
    if (seconds <= COMMENT_SECONDS) return leaveBeats;
    const leaveComments = this.joinTimer('comment', COMMENT_SECONDS, receiver);
    return () => {
      leaveBeats();
      leaveComments();
    };
  }

  private joinTimer(kind: 'heartbeat' | 'comment', seconds: number, receiver: Receiver): () => void {
    const key = `${kind} ${seconds} ${Math.floor(this.clock.now() / 1000) % seconds}`;
    const timer = this.timers.get(key) ?? this.start(kind, seconds);
    this.timers.set(key, timer);
    // The stream's `connected` has just carried a `retry`.
    timer.told.add(this.reconnects.span);
    const leave = timer.broadcast.join(receiver);
    return () => {
      leave();
      if (timer.broadcast.size > 0) return;
      timer.ticking.unsubscribe();
      this.timers.delete(key);
    };
  }

  private start(kind: 'heartbeat' | 'comment', seconds: number): Timer {
    const broadcast = new Broadcast();
    const told = new ToldSpans();
    const tick = (now: number) => {
      if (kind === 'comment') broadcast.send(new FrameBatch([Frame.comment]));
      else this.beat(broadcast, told, new Date(now).toISOString());
    };
    return { broadcast, told, ticking: this.clock.every(seconds * 1000).subscribe(tick) };
  }

  /**
   * Sends a heartbeat, with a new `retry` if the number of streams has changed so much that the last one is
   * outdated.
   */
  private beat(broadcast: Broadcast, told: ToldSpans, now: Timestamp): void {
    const { span } = this.reconnects;
    if (!told.isOutdatedBy(span)) {
      broadcast.send(new FrameBatch([Frame.heartbeat(now)]));
      return;
    }
    told.replace(span);
    const retries = Array.from({ length: RETRIES }, (_, place) => this.reconnects.inTurn(place, RETRIES));
    broadcast.share(retries.map((retry) => new FrameBatch([Frame.heartbeat(now, retry)])));
  }
}
