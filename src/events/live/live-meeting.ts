import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock/clock.js';
import { dueAt } from '../../domain/due.js';
import { evolve } from '../../domain/evolve.js';
import {
  isKnown,
  isReadable,
  isReplayable,
  type LogEntry,
  type ReadableEntry,
} from '../../domain/log-entry.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { notStarted } from '../../domain/meeting.js';
import { noMemberCounts } from '../../domain/members.js';
import { compareRevisions, START, type Revision } from '../../domain/revision.js';
import { snapshotOf } from '../../domain/snapshot.js';
import type { Language } from '../../domain/texts.js';
import type { Timestamp } from '../../domain/timestamp.js';
import type { Metrics } from '../../metrics/metrics.js';
import type { MeetingStore } from '../../stores/meeting-store.js';
import { withTimeLimit } from '../../stores/time-limit.js';
import type { NoticeFeed } from '../../stores/notice-feed.js';
import { Frame } from '../frames/frame.js';
import { Alarm } from './alarm.js';
import { advance, catchUpPlan, type Position, type ResyncCause, type Step } from './catch-up.js';
import { parseFeedMessage } from './feed-message.js';
import { FrameBatcher } from './frame-batcher.js';
import { RetryingTask } from './retrying-task.js';
import { SharedLogReads } from './shared-log-reads.js';
import type { Receiver } from './stream.js';
import { throttled } from './throttled.js';
import { Warnings } from './warnings.js';

/** Clients that reconnect within this time share one check of the store. */
const CHECK_EVERY_MS = 50;

/** After this many failed repairs in a row, while the store answers others, an operator must act. */
const FAILURES_TO_ACT_ON = 4;

type Mode = 'opening' | 'following' | 'repairing' | 'failed' | 'closed';

/** The modes that each mode may turn into. */
const transitions: Readonly<Record<Mode, readonly Mode[]>> = {
  opening: ['following', 'repairing', 'failed', 'closed'],
  following: ['repairing', 'closed'],
  repairing: ['following', 'closed'],
  failed: ['closed'],
  closed: [],
};

/**
 * One meeting as this process hears it: a position in its log, the state there, and the frames from there on, in order, each
 * once, shared by all local streams of the meeting.
 *
 *   opening ──subscribed, position read──▶ following ◀──log read to its end── repairing
 *      │ (messages wait in `early`)            └──a message does not follow on the last one, the feed was cut, or the
 *      │                                          position check found another revision──▶ repairing
 *      └──store unavailable──▶ failed: every stream that waited is told, and the next one opens the meeting anew
 *
 * The order in `opening` matters: first subscribe, then read the position. A notice that is committed in between is published and
 * already counted in the position, so its message is dropped as seen; the other way round it would be neither.
 *
 * A message names `prev`, the id before its own. When `prev` is our last id, the notice is delivered, also during a repair: a slow
 * store delays nothing that was heard. When its id is not after our last, it was seen. In any other case something was lost (pub/sub
 * delivers at most once), so the log is read: members see the log, not the messages. Members are told by a `state` with `resync`
 * when the log cannot continue from our last id (it was trimmed or lost), when the store may have lost a part of it, and when an
 * entry cannot be read. While the log cannot be read at all they are told `degraded`.
 */
export class LiveMeeting {
  /** Settles when opening ends; rejects with `StoreUnavailable`. */
  readonly opened: Promise<void>;
  /** {@link repair}, throttled: clients that reconnect within 50 ms share one check. */
  readonly check = throttled(() => this.repair(), CHECK_EVERY_MS);

  private mode: Mode = 'opening';
  private at: Position;
  /** Messages that came while opening. */
  private early: string[] = [];
  private degraded = false;
  private readonly alarm: Alarm;
  private readonly batcher: FrameBatcher;
  private readonly reads: SharedLogReads;
  private readonly warnings: Warnings;
  private readonly repairs = new RetryingTask(
    async () => {
      // Until then there is no position to go on from.
      await this.opened;
      await this.catchUp();
    },
    { onDone: () => this.repaired(), onFailure: (error, failures) => this.repairFailed(error, failures) },
  );

  constructor(
    readonly id: MeetingId,
    private readonly feed: NoticeFeed,
    private readonly store: MeetingStore,
    private readonly clock: Clock,
    /** Commits what has become due in the meeting. */
    settle: (id: MeetingId) => Promise<unknown>,
    readonly metrics: Metrics,
    /** The tick of the bridge's round at which its position is checked. */
    readonly turn = 0,
    /** The language of texts that another program left out. */
    private readonly language: Language = 'ja',
  ) {
    this.warnings = new Warnings(new Logger(LiveMeeting.name), `meeting ${id}`);
    this.alarm = new Alarm(clock, () => settle(id), this.warnings);
    this.batcher = new FrameBatcher(metrics, clock);
    this.reads = new SharedLogReads(store, id, clock);
    this.at = { meeting: notStarted(id), revision: START, since: START, tally: noMemberCounts };
    this.opened = this.open();
  }

  /** The position of the streams: the last notice that was sent to them, or is about to be. */
  get position(): Position {
    return this.at;
  }

  /** Whether its streams were told `degraded`: what is called now reaches them later. */
  get isDegraded(): boolean {
    return this.degraded;
  }

  /** Whether the last attempt to read its log failed. */
  get isUnreadable(): boolean {
    return this.repairs.failed > 0;
  }

  /** `receiver` gets everything after {@link position}, and nothing up to it. Returns how to leave. */
  join(receiver: Receiver, isLeader = false): () => void {
    return this.batcher.join(receiver, isLeader);
  }

  /** As {@link join}, for a receiver that is no stream of the meeting, and so is not counted. */
  observe(receiver: Receiver): () => void {
    return this.batcher.observe(receiver);
  }

  /**
   * The entries after `cursor`, up to and including `upTo`, oldest first; `undefined` when the log does not continue from `cursor`,
   * or has more than a member is served.
   */
  entriesBetween(cursor: Revision, upTo: Position): Promise<readonly LogEntry[] | undefined> {
    return this.reads.between(cursor, upTo.revision, this.at);
  }

  /** The time that every frame of this moment names. */
  now(): Timestamp {
    return this.clock.timestamp();
  }

  stateAt(position: Position, resync: boolean): Frame {
    return Frame.state(snapshotOf(position, this.clock.timestamp()), resync);
  }

  /** The notice's frame, shared by all streams that get it within a second. */
  frameOf(entry: ReadableEntry): Frame {
    return this.reads.frameOf(entry);
  }

  /** Logs a cause once, and counts the streams that are told to resync. */
  countResync(cause: ResyncCause, streams: number): void {
    this.metrics.resyncs.inc({ cause }, streams);
    if (cause === 'damaged')
      this.warnings.error('an entry of its log cannot be read and was skipped; members are told');
    else if (cause !== 'cursor')
      this.warnings.warn(`its log is not whole any more (${cause}); members are told to resync`);
  }

  close(): void {
    this.enter('closed');
    this.repairs.stop();
    this.alarm.set(null);
    this.feed.unsubscribe(this.id);
  }

  /** Takes a message of the feed. */
  receive(payload: string): void {
    if (this.mode === 'opening') {
      this.early.push(payload);
      return;
    }
    const message = parseFeedMessage(this.id, payload, {
      now: this.clock.timestamp(),
      language: this.language,
      report: (problem) => this.warnings.warn(`a message on its channel ${problem}`),
    });
    if (message === undefined) {
      // Whatever the message was meant to say, members get what the log has.
      void this.check();
    } else if (message.id === undefined) {
      this.moveTo({ ...this.at, meeting: evolve(this.at.meeting, message.notice) });
      this.batcher.put(Frame.notice(message.notice, this.clock.timestamp()));
    } else if (isReplayable(message) && message.prev === this.at.revision) {
      this.moveTo(advance(this.at, message));
      this.batcher.put(this.reads.frameOf(message), message.traceparent);
    } else if (compareRevisions(message.id, this.at.revision) > 0) {
      void this.repair();
    }
  }

  /** The feed was cut, or the log cannot be read: members hear later what happens now. */
  lost(): void {
    if (this.degraded) return;
    this.degraded = true;
    this.batcher.put(Frame.degraded(this.clock.timestamp()));
  }

  /**
   * Reads what the log has after the last notice sent. Safe to call at any time; keeps trying while the store is away. Resolves when
   * the log was read to its end after this call.
   */
  repair(): Promise<void> {
    if (this.mode === 'following') this.enter('repairing');
    return this.repairs.request();
  }

  private async open(): Promise<void> {
    try {
      await this.feed.subscribe(this.id);
      this.moveTo(await this.store.load(this.id));
    } catch (error) {
      if (this.mode !== 'closed') this.enter('failed');
      throw error;
    }
    if (this.mode === 'closed') return;
    this.enter(this.repairs.isRunning ? 'repairing' : 'following');
    this.early.splice(0).forEach((payload) => this.receive(payload));
  }

  private async catchUp(): Promise<void> {
    const from = this.at;
    // A node of a Cluster may hang alone; with the position check's 4 s, its streams hear `degraded` within 5 s.
    const current = await withTimeLimit(this.store.load(this.id));
    const missed = await this.reads.between(from.revision, current.revision, current);
    if (this.at !== from) {
      // A message that followed on the last one was delivered meanwhile, so what was read may be older than what members have.
      void this.repairs.request();
      return;
    }
    catchUpPlan(from, missed, current).forEach((step) => this.tell(step));
    // Another program may have written the state without a notice.
    this.moveTo(current);
    this.reads.forgetOld();
  }

  private tell(step: Step): void {
    if ('state' in step) {
      const { state, resync } = step;
      if (resync) this.countResync(resync, this.batcher.size);
      this.batcher.put(this.stateAt(state, resync !== undefined));
    } else if (isReadable(step.entry)) {
      this.metrics.noticesRepaired.inc();
      if (!isKnown(step.entry))
        this.warnings.warn('it has notices of a later version, which members get as they are');
      this.batcher.put(this.frameOf(step.entry));
    }
  }

  private repairFailed(error: unknown, failures: number): void {
    this.lost();
    this.warnings.warn(`its log cannot be read, so its streams hear nothing: ${String(error)}`);
    if (failures >= FAILURES_TO_ACT_ON && this.feed.connected)
      this.warnings.error(`its log cannot be read though the store answers: ${String(error)}`);
  }

  private repaired(): void {
    if (this.mode === 'repairing') this.enter('following');
    if (!this.degraded || !this.feed.connected) return;
    this.degraded = false;
    this.warnings.over();
    this.batcher.put(Frame.restored(this.clock.timestamp()));
  }

  private moveTo(position: Position): void {
    this.at = position;
    if (this.mode !== 'closed') this.alarm.set(dueAt(position.meeting));
  }

  private enter(mode: Mode): void {
    if (!transitions[this.mode].includes(mode))
      throw new Error(`meeting ${this.id} cannot go from ${this.mode} to ${mode}`);
    this.mode = mode;
  }
}
