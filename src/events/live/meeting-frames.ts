import type { Clock } from '../../clock/clock.js';
import { isKnown, type ReadableEntry } from '../../domain/log-entry.js';
import { snapshotOf } from '../../domain/snapshot.js';
import type { Timestamp } from '../../domain/timestamp.js';
import type { ResyncCause } from '../../domain/resync.js';
import type { Metrics } from '../../metrics/metrics.js';
import { Frame } from '../frames/frame.js';
import type { Position, Step } from './catch-up.js';
import type { ForeignNotice } from './feed-message.js';
import { FrameBatcher } from './frame-batcher.js';
import type { SharedLogReads } from './shared-log-reads.js';
import type { Receiver } from './stream.js';
import type { Warnings } from './warnings.js';

/**
 * Makes the frames of one live meeting, and sends them to its local streams. It reports every loss: to
 * members by a `state` with `resync`, by `degraded` and by `restored`; to operators by a metric and a log
 * line.
 */
export class MeetingFrames {
  private readonly batcher: FrameBatcher;
  private degraded = false;

  constructor(
    private readonly reads: SharedLogReads,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly warnings: Warnings,
  ) {
    this.batcher = new FrameBatcher(metrics, clock);
  }

  /** Whether the streams were sent `degraded`, and not yet `restored`. */
  get isDegraded(): boolean {
    return this.degraded;
  }

  /** Adds a receiver of all later frames. Returns a function that removes it. */
  join(receiver: Receiver, isLeader: boolean): () => void {
    return this.batcher.join(receiver, isLeader);
  }

  /** {@link join} for a receiver that is not a stream of the meeting and therefore not counted. */
  observe(receiver: Receiver): () => void {
    return this.batcher.observe(receiver);
  }

  /** The server's time for the frames that are made now. */
  now(): Timestamp {
    return this.clock.timestamp();
  }

  stateAt(position: Position, resync: boolean): Frame {
    return Frame.state(snapshotOf(position, this.now()), resync);
  }

  /** The frame of an entry, shared by all streams that get it within a second. */
  of(entry: ReadableEntry): Frame {
    return this.reads.frameOf(entry);
  }

  /** Sends a notice. `traceparent`: the trace that caused it. */
  send(entry: ReadableEntry, traceparent?: string): void {
    this.batcher.put(this.of(entry), traceparent);
  }

  /** Sends a notice that another program published; it is not in the log. */
  sendForeign({ notice }: ForeignNotice): void {
    this.batcher.put(Frame.notice(notice, this.now()));
  }

  /** Sends a step of a repair. */
  sendStep(step: Step): void {
    if ('state' in step) {
      const { state, resync } = step;
      if (resync) this.countResync(resync, this.batcher.size);
      this.batcher.put(this.stateAt(state, resync !== undefined));
    } else {
      this.metrics.noticesRepaired.inc();
      if (!isKnown(step.entry))
        this.warnings.warn('it has notices of a later version, which members get as they are');
      this.send(step.entry);
    }
  }

  /** Counts a notice that a stream gets from the log because its client missed it. */
  countReplay(): void {
    this.metrics.noticesReplayed.inc();
  }

  /** Logs a cause once, and counts the streams that get a `resync`. */
  countResync(cause: ResyncCause, streams: number): void {
    this.metrics.resyncs.inc({ cause }, streams);
    if (cause === 'damaged')
      this.warnings.error('an entry of its log cannot be read and was skipped; members are told');
    else if (cause === 'log')
      this.warnings.warn('its log was trimmed or lost notices; members are told to resync');
    else if (cause === 'store')
      this.warnings.warn(
        'its store was restarted or replaced, or its slot moved, so notices may be missing; members are told to resync',
      );
  }

  /** Sends `degraded`, once: notices from now on arrive late. */
  degrade(): void {
    if (this.degraded) return;
    this.degraded = true;
    this.batcher.put(Frame.degraded(this.now()));
  }

  /** Sends `restored` if `degraded` was sent: all missed notices have been sent. */
  restore(): void {
    if (!this.degraded) return;
    this.degraded = false;
    this.warnings.over();
    this.batcher.put(Frame.restored(this.now()));
  }
}
