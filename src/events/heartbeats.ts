import { Injectable } from '@nestjs/common';
import { defer, map, merge, share, type Observable } from 'rxjs';
import { Clock } from '../clock/clock.js';
import { Frame } from './frame.js';

/** Proxies close what is silent, some after 30 s (Gcore). A comment comes at least this often. */
const COMMENT_SECONDS = 15;

/**
 * Heartbeats and comments, without a timer per stream: streams that open within the same second share one timer and one frame.
 * So there are at most as many timers as a period has seconds, and the beats of many streams are spread over the period.
 */
@Injectable()
export class Heartbeats {
  private readonly shared = new Map<string, Observable<Frame>>();

  constructor(private readonly clock: Clock) {}

  /** A heartbeat every `seconds`, and comments between them where that is too seldom. */
  every(seconds: number): Observable<Frame> {
    return defer(() => {
      const beats = this.timer('heartbeat', seconds, (now) => Frame.heartbeat(new Date(now).toISOString()));
      if (seconds <= COMMENT_SECONDS) return beats;
      return merge(
        beats,
        this.timer('comment', COMMENT_SECONDS, () => Frame.comment),
      );
    });
  }

  private timer(kind: string, seconds: number, frame: (now: number) => Frame): Observable<Frame> {
    const key = `${kind} ${seconds} ${Math.floor(this.clock.now() / 1000) % seconds}`;
    let timer = this.shared.get(key);
    if (!timer) {
      timer = this.clock.every(seconds * 1000).pipe(map(frame), share());
      this.shared.set(key, timer);
    }
    return timer;
  }
}
