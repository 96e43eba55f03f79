import { Logger } from '@nestjs/common';
import type { Clock } from '../clock/clock.js';
import { dueAt } from '../meetings/rules/due.js';
import { evolve } from '../meetings/rules/evolve.js';
import type { MeetingId } from '../meetings/rules/meeting-id.js';
import { notStarted } from '../meetings/rules/meeting.js';
import { emptyTally } from '../meetings/rules/members.js';
import type { MeetingStore } from '../meetings/meeting-store.js';
import type { Metrics } from '../metrics/metrics.js';
import type { LoggedNotice } from '../meetings/rules/notice.js';
import { compareRevisions, START, type Revision } from '../meetings/rules/revision.js';
import { snapshotOf } from '../meetings/snapshot.js';
import { Alarm } from './alarm.js';
import { parseAnnouncement, type Announced } from './announcement.js';
import type { Listener } from './audience.js';
import { coalesced } from './coalesced.js';
import { Frame } from './frame.js';
import type { NoticeFeed } from './notice-feed.js';
import { Outbox } from './outbox.js';
import { noticesBetween, past, wayTo, type Position } from './position.js';
import { Readings } from './readings.js';
import { Repairs } from './repairs.js';

/** How often those who come back ask the store at most: in a storm of them, few by few. */
const CHECK_EVERY_MS = 50;

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
 * the log cannot continue from our last either (it was trimmed or lost), or the store may have lost a part of it, members are
 * told by a `state` with `resync`.
 */
export class LiveMeeting {
  /** Settles when opening ends; rejects with `StoreUnavailable`. */
  readonly opened: Promise<void>;
  /** {@link repair} for one who comes back, shared by those who come back at the same time. */
  readonly check = coalesced(() => this.repair(), CHECK_EVERY_MS);
  /** How many streams use it; the bridge counts. */
  streams = 0;

  private readonly logger = new Logger(LiveMeeting.name);
  private readonly alarm: Alarm;
  private at: Position;
  private early: string[] | undefined = [];
  private degraded = false;
  private closed = false;
  private readonly outbox: Outbox;
  private readonly readings: Readings;
  private readonly repairs = new Repairs(
    async () => {
      // Until then there is no position to go on from.
      await this.opened;
      await this.catchUp();
    },
    {
      onDone: () => this.tellRestored(),
      onFailure: (error) =>
        this.logger.debug(`meeting ${this.id}: cannot read its log yet (${String(error)})`),
    },
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
  ) {
    this.alarm = new Alarm(clock, () => settle(id));
    this.outbox = new Outbox(metrics, clock);
    this.readings = new Readings(store);
    this.at = { meeting: notStarted(id), revision: START, since: START, tally: emptyTally };
    this.opened = this.open();
  }

  /** Where the streams are: at the last notice that was sent to them, or is about to be. */
  get position(): Position {
    return this.at;
  }

  /** One more stream, which hears everything after {@link position} and nothing up to it. Returns how to leave. */
  join(listener: Listener): () => void {
    return this.outbox.join(listener);
  }

  /** The notices after `from`, up to and with that of `to`; `undefined` when the log does not go on from there. */
  noticesBetween(from: Revision, to: Position): Promise<readonly LoggedNotice[] | undefined> {
    return this.readings.between(from, to);
  }

  stateAt(position: Position, resync: boolean): Frame {
    return Frame.state(snapshotOf(position, this.clock.timestamp()), resync);
  }

  frameOf({ notice, id }: LoggedNotice): Frame {
    return Frame.notice(notice, this.clock.timestamp(), id);
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
    const heard = parseAnnouncement(this.id, payload);
    if (heard === undefined) {
      this.logger.warn(`meeting ${this.id}: ignored a message on its channel that is no notice`);
    } else if (heard.id === undefined) {
      this.moveTo({ ...this.at, meeting: evolve(this.at.meeting, heard.notice) });
      this.outbox.put(Frame.notice(heard.notice, this.clock.timestamp()));
    } else if (heard.prev === this.at.revision && !this.repairs.isRunning) {
      this.deliver(heard);
    } else if (compareRevisions(heard.id, this.at.revision) > 0) {
      void this.repair();
    }
  }

  /** The feed was cut: whatever happens now is heard later. */
  lost(): void {
    if (this.degraded || this.early) return;
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
    this.readings.forget();
    const current = await this.store.load(this.id);
    const missed = await noticesBetween(this.at.revision, current, this.store);
    const { resync, notices } = wayTo(current, this.at, missed);
    if (resync) {
      this.logger.warn(`meeting ${this.id}: the store lost or trimmed notices; members are told to resync`);
      this.metrics.resyncs.inc({ cause: resync.cause }, this.streams);
      this.moveTo(resync.at);
      this.outbox.put(this.stateAt(resync.at, true));
    }
    this.metrics.noticesRepaired.inc(notices.length);
    notices.forEach((logged) => this.deliver(logged));
    // Another program may have written the state without a notice.
    this.moveTo(current);
  }

  private tellRestored(): void {
    if (!this.degraded || !this.feed.connected) return;
    this.degraded = false;
    this.outbox.put(Frame.restored(this.clock.timestamp()));
  }

  private deliver(logged: Announced): void {
    this.moveTo(past(this.at, logged));
    this.outbox.put(this.frameOf(logged), logged.traceparent);
  }

  private moveTo(position: Position): void {
    this.at = position;
    if (!this.closed) this.alarm.set(dueAt(position.meeting));
  }
}
