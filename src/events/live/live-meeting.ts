import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock/clock.js';
import { dueAt } from '../../domain/due.js';
import { evolve } from '../../domain/evolve.js';
import { isReplayable, type LogEntry } from '../../domain/log-entry.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { notStarted } from '../../domain/meeting.js';
import { noMemberCounts } from '../../domain/members.js';
import { compareRevisions, START, type Revision } from '../../domain/revision.js';
import type { Language } from '../../domain/texts.js';
import type { Metrics } from '../../metrics/metrics.js';
import type { MeetingStore } from '../../stores/meeting-store.js';
import { withTimeLimit } from '../../stores/time-limit.js';
import type { NoticeFeed } from '../../stores/notice-feed.js';
import { Alarm } from './alarm.js';
import { advance, catchUpPlan, type Position } from './catch-up.js';
import { parseFeedMessage } from './feed-message.js';
import { MeetingFrames } from './meeting-frames.js';
import { changeMode, type Mode } from './mode.js';
import { RetryingTask } from './retrying-task.js';
import { SharedLogReads } from './shared-log-reads.js';
import type { Receiver } from './stream.js';
import { throttled } from './throttled.js';
import { Warnings } from './warnings.js';

/** Clients that reconnect within this time share one check of the store. */
const CHECK_EVERY_MS = 50;

/** After this many failed repairs in a row, while the store answers others, an operator must act. */
const FAILURES_TO_ACT_ON = 4;

/**
 * One meeting that this process follows: a position in its log, the state there, and the frames from there
 * on, each once and in order, for all local streams. mode.ts draws its modes.
 *
 * Opening subscribes first and then reads the position. The position already includes a notice that is
 * committed in between, so its message is dropped. In the other order the notice would be lost.
 *
 * A message names `prev`, the id before its own:
 * - `prev` is our last id: the notice is delivered, also during a repair, so a slow store delays nothing that
 *   was heard. Only after the feed was cut must the log be read first.
 * - Its own id is not after our last one: it was seen, and is dropped.
 * - Otherwise something was lost (pub/sub delivers at most once), so the log is read. Members get the log,
 *   not the messages.
 *
 * Members get a `state` with `resync` when the log cannot continue from our last id (it was trimmed or lost),
 * when the store may have lost a part of it, or when an entry cannot be read. While the log cannot be read at
 * all they are told `degraded`.
 */
export class LiveMeeting {
  /** Resolves when opening ends; rejects with `StoreUnavailable`. */
  readonly opened: Promise<void>;
  /** {@link repair}, throttled: clients that reconnect within 50 ms share one check. */
  readonly check = throttled(() => this.repair(), CHECK_EVERY_MS);
  /** The frames for its streams. */
  readonly frames: MeetingFrames;

  private mode: Mode = 'opening';
  private current: Position;
  /** {@link current} without breaks that other programs only published. */
  private stored: Position;
  /** Messages that came while opening. */
  private messagesWhileOpening: string[] = [];
  /**
   * Number of times that the feed was cut, and how many of these cuts came before the last read of the log.
   */
  private readonly cuts = { all: 0, checked: 0 };
  private readonly alarm: Alarm;
  private readonly reads: SharedLogReads;
  private readonly warnings: Warnings;
  private readonly repairs = new RetryingTask(
    async () => {
      // Before that, there is no position to continue from.
      await this.opened;
      await this.catchUp();
    },
    { onDone: () => this.repaired(), onFailure: (error) => this.repairFailed(error) },
  );

  constructor(
    readonly id: MeetingId,
    private readonly feed: NoticeFeed,
    private readonly store: MeetingStore,
    private readonly clock: Clock,
    /** Commits the due notices of the meeting. */
    commitDue: (id: MeetingId) => Promise<unknown>,
    metrics: Metrics,
    /** The bridge checks this meeting's position at this one of every few ticks. */
    readonly checkTick = 0,
    /** The language of default texts, for breaks that another program published without a text. */
    private readonly language: Language = 'ja',
  ) {
    this.warnings = new Warnings(new Logger(LiveMeeting.name), `meeting ${id}`);
    this.alarm = new Alarm(clock, () => commitDue(id), this.warnings);
    this.reads = new SharedLogReads(store, id, clock);
    this.frames = new MeetingFrames(this.reads, clock, metrics, this.warnings);
    this.current = { meeting: notStarted(id), revision: START, since: START, counts: noMemberCounts };
    this.stored = this.current;
    this.opened = this.open();
  }

  /** The position of the streams: the last notice that was sent to them, or waits to be sent. */
  get position(): Position {
    return this.current;
  }

  /** Whether the last attempt to read its log failed. */
  get isUnreadable(): boolean {
    return this.repairs.failed > 0;
  }

  /** Whether several attempts in a row to read its log have failed, the last ones seconds apart. */
  get isStuck(): boolean {
    return this.repairs.failed >= FAILURES_TO_ACT_ON;
  }

  /** Adds a receiver of all frames after {@link position}. Returns a function that removes it. */
  join(receiver: Receiver, isLeader = false): () => void {
    return this.frames.join(receiver, isLeader);
  }

  /**
   * The entries after `cursor`, up to and including `upTo`, oldest first; `undefined` if the log does not
   * continue from `cursor`, or has more entries than a member is sent.
   */
  entriesBetween(cursor: Revision, upTo: Position): Promise<readonly LogEntry[] | undefined> {
    return this.reads.between(cursor, upTo.revision, this.current);
  }

  close(): void {
    this.enter('closed');
    this.repairs.stop();
    this.alarm.set(null);
    this.feed.unsubscribe(this.id);
  }

  /** Handles a message of the feed. */
  receive(payload: string): void {
    if (this.mode === 'opening') {
      this.messagesWhileOpening.push(payload);
      return;
    }
    const message = parseFeedMessage(this.id, payload, {
      now: this.clock.timestamp(),
      language: this.language,
      report: (problem) => this.warnings.warn(`a message on its channel ${problem}`),
    });
    if (message === undefined) {
      // The message may stand for a notice, so the log is read.
      void this.check();
    } else if (message.id === undefined) {
      this.moveTo({ ...this.current, meeting: evolve(this.current.meeting, message.notice) }, this.stored);
      this.frames.sendForeign(message);
    } else if (isReplayable(message) && message.prev === this.current.revision && this.isChecked) {
      this.moveTo(advance(this.current, message));
      this.frames.send(message, message.traceparent);
    } else if (compareRevisions(message.id, this.current.revision) > 0) {
      void this.repair();
    }
  }

  /** The feed was cut: members get the notices of the outage late. */
  lost(): void {
    this.cuts.all++;
    this.frames.degrade();
  }

  /** The feed was cut for this meeting only, and works again. */
  missed(): void {
    this.cuts.all++;
    void this.repair();
  }

  /**
   * Reads the notices that the log has after the last one sent. May be called at any time; retries while the
   * store is away. Resolves when the log was read to its end after this call.
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
    this.messagesWhileOpening.splice(0).forEach((payload) => this.receive(payload));
  }

  private async catchUp(): Promise<void> {
    const from = this.current;
    const cuts = this.cuts.all;
    // One node of a Cluster may hang. With this limit and the 4 s of the position check, streams get
    // `degraded` within 5 s.
    const current = await withTimeLimit(this.store.load(this.id));
    const missed = await this.reads.between(from.revision, current.revision, current);
    if (this.current !== from) {
      // A notice was delivered during the read, so the result may be older than what members have: read
      // again.
      void this.repairs.request();
      return;
    }
    catchUpPlan(from, missed, current, this.stored).forEach((step) => this.frames.sendStep(step));
    this.moveTo(current);
    this.cuts.checked = cuts;
    this.reads.forgetOld();
  }

  /**
   * Whether the log was read since the feed was last cut. Until then, a replica without the last notices may
   * have taken over: delivering a later notice would move the members' cursors past the loss, and they would
   * never learn of it.
   */
  private get isChecked(): boolean {
    return this.cuts.checked === this.cuts.all;
  }

  private repairFailed(error: unknown): void {
    this.frames.degrade();
    this.warnings.warn(`its log cannot be read, so its streams hear nothing: ${String(error)}`);
    if (this.isStuck && this.feed.connected)
      this.warnings.error(`its log cannot be read though the store answers: ${String(error)}`);
  }

  private repaired(): void {
    if (this.mode === 'repairing') this.enter('following');
    if (this.feed.connected) this.frames.restore();
  }

  private moveTo(position: Position, stored = position): void {
    this.current = position;
    this.stored = stored;
    if (this.mode !== 'closed') this.alarm.set(dueAt(position.meeting));
  }

  private enter(mode: Mode): void {
    this.mode = changeMode(this.mode, mode);
  }
}
