import { Injectable } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Clock } from '../../clock/clock.js';
import { FrameBatch } from '../frames/frame-batch.js';
import { Frame } from '../frames/frame.js';
import { Broadcast } from '../live/broadcast.js';
import type { Receiver } from '../live/stream.js';

/** Proxies close silent connections, some after 30 s (Gcore). A comment comes at least this often. */
const COMMENT_SECONDS = 15;

interface Timer {
  readonly broadcast: Broadcast;
  readonly ticking: Subscription;
}

/**
 * Heartbeats and comments, without a timer per stream: streams that open within the same second share one timer and one frame.
 * So there are at most as many timers as a period has seconds, and the beats of many streams are spread over the period.
 */
@Injectable()
export class Heartbeats {
  private readonly timers = new Map<string, Timer>();

  constructor(private readonly clock: Clock) {}

  /** A heartbeat every `seconds`, and comments between them where that is too seldom. Returns how to leave. */
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
    const frame = (now: number) =>
      kind === 'comment' ? Frame.comment : Frame.heartbeat(new Date(now).toISOString());
    return {
      broadcast,
      ticking: this.clock
        .every(seconds * 1000)
        .subscribe((now) => broadcast.send(new FrameBatch([frame(now)]))),
    };
  }
}
