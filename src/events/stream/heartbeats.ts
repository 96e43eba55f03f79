import { Injectable } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Clock } from '../../clock/clock.js';
import { Audience, type Listener } from '../live/audience.js';
import { Frame } from '../frames/frame.js';

/** Proxies close what is silent, some after 30 s (Gcore). A comment comes at least this often. */
const COMMENT_SECONDS = 15;

interface Timer {
  readonly audience: Audience;
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
  join(seconds: number, listener: Listener): () => void {
    const leaveBeats = this.joinTimer('heartbeat', seconds, listener);
    if (seconds <= COMMENT_SECONDS) return leaveBeats;
    const leaveComments = this.joinTimer('comment', COMMENT_SECONDS, listener);
    return () => {
      leaveBeats();
      leaveComments();
    };
  }

  private joinTimer(kind: 'heartbeat' | 'comment', seconds: number, listener: Listener): () => void {
    const key = `${kind} ${seconds} ${Math.floor(this.clock.now() / 1000) % seconds}`;
    const timer = this.timers.get(key) ?? this.start(kind, seconds);
    this.timers.set(key, timer);
    const leave = timer.audience.join(listener);
    return () => {
      leave();
      if (timer.audience.size > 0) return;
      timer.ticking.unsubscribe();
      this.timers.delete(key);
    };
  }

  private start(kind: 'heartbeat' | 'comment', seconds: number): Timer {
    const audience = new Audience();
    const frame = (now: number) =>
      kind === 'comment' ? Frame.comment : Frame.heartbeat(new Date(now).toISOString());
    return {
      audience,
      ticking: this.clock.every(seconds * 1000).subscribe((now) => audience.tell(frame(now))),
    };
  }
}
