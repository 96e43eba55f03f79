import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock/clock.js';
import { dueAt } from '../../domain/due.js';
import { evolve } from '../../domain/evolve.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { notStarted } from '../../domain/meeting.js';
import { emptyTally } from '../../domain/members.js';
import type { MeetingStore } from '../../stores/meeting-store.js';
import type { Metrics } from '../../metrics/metrics.js';
import { isKnown, isReadable, type LogEntry, type ReadableEntry } from '../../domain/log-entry.js';
import { compareRevisions, START, type Revision } from '../../domain/revision.js';
import type { Language } from '../../domain/texts.js';
import type { Timestamp } from '../../domain/timestamp.js';
import { snapshotOf } from '../../domain/snapshot.js';
import { Alarm } from './alarm.js';
import { parseAnnouncement } from './announcement.js';
import type { Listener } from './audience.js';
import { coalesced } from './coalesced.js';
import { Frame } from '../frames/frame.js';
import type { NoticeFeed } from '../../stores/notice-feed.js';
import { Outbox } from './outbox.js';
import { past, stepsBetween, type Position, type ResyncCause, type Step } from './position.js';
import { Repairs } from './repairs.js';
import { Replay } from './replay.js';
import { Warnings } from './warnings.js';

/** How often those who come back ask the store at most: in a storm of them, few by few. */
const CHECK_EVERY_MS = 50;

/** So many repairs in a row fail while the store answers others: then it is not a passing trouble. */
const FAILURES_TO_ACT_ON = 4;

/**
 * One meeting as this process hears it: a position in its log, the state there, and the frames from there on, in order, each
 * once, shared by all local streams of the meeting.
 *
 *   opening ──subscribed, position read──▶ following ◀──log read to its end── repairing
 *      │ (announcements wait in `early`)       └──an announcement does not follow on the last one, the feed was cut, or the
 *      │                                          position check found another revision──▶
 *      └──store unavailable──▶ failed: every stream that waited is told; the next one opens it anew
 *
 * The order in opening matters: first subscribe, then read the position. What is committed in between is both announced
 * and already counted, and the announcement is dropped as seen; the other way round it would be neither.
 *
 * An announcement says `prev`, the id before it. Equal to our last = deliver. Not after our last = seen. Anything else =
 * something was lost (pub/sub is at most once), so the log is read; the log, not the announcement, is what members see. When
 * the log cannot continue from our last either (it was trimmed or lost), the store may have lost a part of it, or an entry cannot
 * be read, members are told by a `state` with `resync`. While the log cannot be read at all they are told `degraded`.
 */
export class LiveMeeting {
  /** Settles when opening ends; rejects with `StoreUnavailable`. */
  readonly opened: Promise<void>;
  /** {@link repair} for one who comes back, shared by those who come back at the same time. */
  readonly check = coalesced(() => this.repair(), CHECK_EVERY_MS);
  /** How many streams use it; the bridge counts. */
  streams = 0;

  private readonly alarm: Alarm;
  private at: Position;
  private early: string[] | undefined = [];
  private degraded = false;
  private closed = false;
  private readonly outbox: Outbox;
  private readonly replay: Replay;
  private readonly warnings: Warnings;
  private readonly repairs = new Repairs(
    async () => {
      // Until then there is no position to go on from.
      await this.opened;
      await this.catchUp();
    },
    { onDone: () => this.tellRestored(), onFailure: (error, failures) => this.failed(error, failures) },
  );

  constructor(
    readonly id: MeetingId,
    private readonly feed: NoticeFeed,
    private readonly store: MeetingStore,
    private readonly clock: Clock,
    /** Commits what has become due in the meeting. */
    settle: (id: MeetingId) => Promise<unknown>,
    readonly metrics: Metrics,
    /** When the bridge checks its position. */
    readonly turn = 0,
    /** Of texts that another program left out. */
    private readonly language: Language = 'ja',
  ) {
    this.warnings = new Warnings(new Logger(LiveMeeting.name), `meeting ${id}`);
    this.alarm = new Alarm(clock, () => settle(id), this.warnings);
    this.outbox = new Outbox(metrics, clock);
    this.replay = new Replay(store, id, clock);
    this.at = { meeting: notStarted(id), revision: START, since: START, tally: emptyTally };
    this.opened = this.open();
  }

  /** Where the streams are: at the last notice that was sent to them, or is about to be. */
  get position(): Position {
    return this.at;
  }

  /** Whether streams were told that what is called now comes later. */
  get isDegraded(): boolean {
    return this.degraded;
  }

  /** Whether its log could not be read at the last look. */
  get isUnreadable(): boolean {
    return this.repairs.failed > 0;
  }

  /** One more stream, which hears everything after {@link position} and nothing up to it. Returns how to leave. */
  join(listener: Listener): () => void {
    return this.outbox.join(listener);
  }

  /**
   * What was logged after `cursor`, up to and with `upTo`, oldest first; `undefined` when the log does not continue from there, or
   * has more than a member is served.
   */
  entriesBetween(cursor: Revision, upTo: Position): Promise<readonly LogEntry[] | undefined> {
    return this.replay.between(cursor, upTo.revision, this.at);
  }

  /** What every frame of this moment says that it is. */
  now(): Timestamp {
    return this.clock.timestamp();
  }

  stateAt(position: Position, resync: boolean): Frame {
    return Frame.state(snapshotOf(position, this.clock.timestamp()), resync);
  }

  /** Shared by all who get it within a second. */
  frameOf(entry: ReadableEntry): Frame {
    return this.replay.frameOf(entry);
  }

  /** Says once that members miss something, and counts how many. */
  countResync(cause: ResyncCause, streams: number): void {
    this.metrics.resyncs.inc({ cause }, streams);
    if (cause === 'damaged')
      this.warnings.error('an entry of its log cannot be read and was skipped; members are told');
    else if (cause !== 'cursor')
      this.warnings.warn(`its log is not whole any more (${cause}); members are told to resync`);
  }

  close(): void {
    this.closed = true;
    this.repairs.stop();
    this.alarm.set(null);
    this.feed.unsubscribe(this.id);
  }

  announced(payload: string): void {
    if (this.early) {
      this.early.push(payload);
      return;
    }
    const heard = parseAnnouncement(this.id, payload, {
      now: this.clock.timestamp(),
      language: this.language,
      report: (problem) => this.warnings.warn(`a message on its channel ${problem}`),
    });
    if (heard === undefined) {
      // Whatever it was meant to say: what the log has, members get.
      void this.check();
    } else if (heard.id === undefined) {
      this.moveTo({ ...this.at, meeting: evolve(this.at.meeting, heard.notice) });
      this.outbox.put(Frame.notice(heard.notice, this.clock.timestamp()));
    } else if (isKnown(heard) && heard.prev === this.at.revision && !this.repairs.isRunning) {
      this.moveTo(past(this.at, heard));
      this.outbox.put(this.replay.frameOf(heard), heard.traceparent);
    } else if (compareRevisions(heard.id, this.at.revision) > 0) {
      void this.repair();
    }
  }

  /** The feed was cut, or the log cannot be read: whatever happens now is heard later. */
  lost(): void {
    if (this.degraded) return;
    this.degraded = true;
    this.outbox.put(Frame.degraded(this.clock.timestamp()));
  }

  /**
   * Reads what the log has after the last notice sent. Safe to call at any time; keeps trying while the store is away.
   * Resolves when the log was read to its end after this call.
   */
  repair(): Promise<void> {
    return this.repairs.want();
  }

  private async open(): Promise<void> {
    await this.feed.subscribe(this.id);
    this.moveTo(await this.store.load(this.id));
    const early = this.early ?? [];
    this.early = undefined;
    early.forEach((payload) => this.announced(payload));
  }

  private async catchUp(): Promise<void> {
    const current = await this.store.load(this.id);
    const missed = await this.replay.between(this.at.revision, current.revision, current);
    stepsBetween(this.at, missed, current).forEach((step) => this.tell(step));
    // Another program may have written the state without a notice.
    this.moveTo(current);
    this.replay.forgetOld();
  }

  private tell(step: Step): void {
    if ('state' in step) {
      const { state, resync } = step;
      if (resync) this.countResync(resync, this.streams);
      this.outbox.put(this.stateAt(state, resync !== undefined));
    } else if (isReadable(step.entry)) {
      this.metrics.noticesRepaired.inc();
      if (!isKnown(step.entry))
        this.warnings.warn('it has notices of a later version, which members get as they are');
      this.outbox.put(this.frameOf(step.entry));
    }
  }

  private failed(error: unknown, failures: number): void {
    this.lost();
    this.warnings.warn(`its log cannot be read, so its streams hear nothing: ${String(error)}`);
    if (failures >= FAILURES_TO_ACT_ON && this.feed.connected)
      this.warnings.error(`its log cannot be read though the store answers: ${String(error)}`);
  }

  private tellRestored(): void {
    if (!this.degraded || !this.feed.connected) return;
    this.degraded = false;
    this.warnings.over();
    this.outbox.put(Frame.restored(this.clock.timestamp()));
  }

  private moveTo(position: Position): void {
    this.at = position;
    if (!this.closed) this.alarm.set(dueAt(position.meeting));
  }
}
