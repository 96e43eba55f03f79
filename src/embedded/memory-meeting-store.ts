import { Injectable } from '@nestjs/common';
import { MemoryLimit } from '../limits/memory-limit.js';
import { Clock } from '../clock/clock.js';
import { AppConfig } from '../config/app-config.js';
import type { CommandKey } from '../stores/command-key.js';
import {
  historyExtraTtlSeconds,
  LOG_EXTRA_TTL_SECONDS,
  MeetingStore,
  stateTtlSeconds,
  type Commit,
  type CommitOutcome,
  type Loaded,
} from '../stores/meeting-store.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { notStarted, type Meeting } from '../domain/meeting.js';
import { logLimit, withoutLog } from '../domain/announcements.js';
import type { LogEntry } from '../domain/log-entry.js';
import type { LoggedNotice } from '../domain/notice.js';
import type { LastCommand } from '../domain/undo.js';
import { compareRevisions, LOG_IS_LOST, START, type Revision } from '../domain/revision.js';
import { MemoryKeys } from './memory-keys.js';
import { MemoryMemberStore } from './memory-member-store.js';
import { MemoryNoticeFeed } from './memory-notice-feed.js';

interface Entry {
  meeting: Meeting;
  log: LoggedNotice[];
  meetingExpiresAt: number;
  logExpiresAt: number;
  /** The last command, if it can be undone, and the meeting before it. */
  last?: LastCommand | undefined;
  historyExpiresAt: number;
}

/** Maximum number of meetings of which only the history is left, about 10 KiB each at most. */
const MAX_HISTORIES = 2_000;

const SWEEP_EVERY_MS = 60_000;

/** Meetings in memory, with the same lifetimes as in Redis. They are gone when the process stops. */
@Injectable()
export class MemoryMeetingStore extends MeetingStore {
  private readonly entries = new Map<MeetingId, Entry>();
  private nextSweepAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly feed: MemoryNoticeFeed,
    private readonly members: MemoryMemberStore,
    private readonly keys: MemoryKeys,
    private readonly limit: MemoryLimit,
  ) {
    super();
  }

  override load(id: MeetingId, key?: CommandKey): Promise<Loaded> {
    return Promise.resolve(this.read(id, key));
  }

  override loadAll(ids: readonly MeetingId[]): Promise<readonly Loaded[]> {
    return Promise.resolve(ids.map((id) => this.read(id)));
  }

  override commit(commit: Commit): Promise<CommitOutcome> {
    return new Promise((resolve) => resolve(this.outcomeOf(commit)));
  }

  override readLog(id: MeetingId, after: Revision, limit: number): Promise<readonly LogEntry[]> {
    const log = this.entry(id)?.log ?? [];
    const from = log.findIndex((entry) => compareRevisions(entry.id, after) > 0);
    return Promise.resolve(from < 0 ? [] : log.slice(from, from + limit));
  }

  override readLogBack(id: MeetingId, upTo: Revision, limit: number): Promise<readonly LogEntry[]> {
    const log = this.entry(id)?.log ?? [];
    const end = log.findLastIndex((entry) => compareRevisions(entry.id, upTo) <= 0) + 1;
    return Promise.resolve(log.slice(Math.max(0, end - limit), end).reverse());
  }

  override readLastCommand(id: MeetingId): Promise<LastCommand | undefined> {
    return Promise.resolve(this.entry(id)?.last);
  }

  private outcomeOf(commit: Commit): CommitOutcome {
    const { basis, next, key, withinMs, traceparent, undoTo } = commit;
    // Sweep first: expired meetings may be what fills the memory.
    this.sweep(this.clock.elapsed());
    // A full memory must not keep breaks and meetings from ending: that is how memory becomes free.
    const isDue = commit.notices.length > 0 && commit.overdue === commit.notices.length;
    const ends = (part: 'startedAt' | 'currentBreak') => basis.meeting[part] !== null && next[part] === null;
    if (!isDue && !ends('startedAt') && !ends('currentBreak')) this.limit.assertRoomForMeetings();
    const current = this.read(next.id, key);
    if (current.readAt > basis.readAt + withinMs) throw new StoreUnavailable('the commit came too late');
    if (current.done || current.revision !== basis.revision) return { committed: false, current };
    const logged = this.link(current.revision, commit);
    // Other commands, such as members' answers, keep the last one that can be undone.
    const last = undoTo ? lastCommandOf(logged, undoTo) : this.entry(next.id)?.last;
    this.write(next, logged, key, last);
    for (const { notice, id, prev, by } of logged) {
      const meta = by === undefined ? undefined : { by };
      const payload = JSON.stringify({ ...notice, id, prev, traceparent, meta });
      this.feed.messages.next({ meetingId: next.id, payload });
    }
    return { committed: true, notices: logged };
  }

  private read(id: MeetingId, key?: CommandKey): Loaded {
    const now = this.clock.elapsed();
    const entry = this.entry(id);
    const isKept = entry && entry.meetingExpiresAt > now;
    return {
      meeting: isKept ? entry.meeting : notStarted(id, entry?.meeting.history),
      revision: entry?.log.at(-1)?.id ?? (entry ? LOG_IS_LOST : START),
      counts: this.members.counts(id),
      // Memory never loses a part of the log: all of it is gone with the process.
      since: START,
      readAt: now,
      done: this.keys.get(id, key),
    };
  }

  private write(
    meeting: Meeting,
    logged: readonly LoggedNotice[],
    key: CommandKey,
    last: LastCommand | undefined,
  ): void {
    const now = this.clock.elapsed();
    const before = this.entry(meeting.id);
    const log = [...(before?.log ?? []), ...logged].slice(-logLimit(this.config.logMaxNotices, meeting));
    const meetingExpiresAt = now + stateTtlSeconds(meeting, this.clock.now()) * 1000;
    this.keys.keep(meeting.id, key, { notices: logged });
    // The log and the history are kept longer than the state, also when nothing was logged.
    const isKept = logged.length > 0 || meeting.startedAt !== null;
    const historyMs = historyExtraTtlSeconds(this.config.historyRetentionHours) * 1000;
    const { logExpiresAt = now, historyExpiresAt = now } = isKept
      ? {
          logExpiresAt: meetingExpiresAt + LOG_EXTRA_TTL_SECONDS * 1000,
          historyExpiresAt: meetingExpiresAt + historyMs,
        }
      : (before ?? {});
    // In the order of the last write, so that the oldest histories are the first.
    this.entries.delete(meeting.id);
    this.entries.set(meeting.id, { meeting, log, meetingExpiresAt, logExpiresAt, historyExpiresAt, last });
  }

  /**
   * Makes ids as Redis does: the time, and a sequence for notices of one millisecond or after a clock was set
   * back.
   */
  private link(revision: Revision, { notices, by, overdue = 0 }: Commit): LoggedNotice[] {
    let prev = revision;
    return notices.map((notice, i) => {
      const [time = 0, sequence = 0] = prev.split('-').map(Number);
      const now = this.clock.now();
      const id = now > time ? `${now}-0` : `${time}-${sequence + 1}`;
      const logged = { id, prev, notice, ...(by !== undefined && i >= overdue && { by }) };
      prev = id;
      return logged;
    });
  }

  private entry(id: MeetingId): Entry | undefined {
    const entry = this.entries.get(id);
    const now = this.clock.elapsed();
    if (!entry || entry.historyExpiresAt <= now) return undefined;
    if (entry.logExpiresAt <= now) this.forgetLog(entry);
    return entry;
  }

  /** Removes expired meetings, so that memory holds the meetings of the last days only. Needs no timer. */
  private sweep(now: number): void {
    if (now < this.nextSweepAt) return;
    this.nextSweepAt = now + SWEEP_EVERY_MS;
    const histories = [...this.entries].filter(([, { logExpiresAt }]) => logExpiresAt <= now);
    const tooMany = histories.length - MAX_HISTORIES;
    for (const [i, [id, entry]] of histories.entries()) {
      this.forgetLog(entry);
      this.members.forget(id);
      if (entry.historyExpiresAt <= now || i < tooMany) this.entries.delete(id);
    }
  }

  private forgetLog(entry: Entry): void {
    if (entry.log.length === 0) return;
    entry.log = [];
    entry.meeting = notStarted(entry.meeting.id, withoutLog(entry.meeting.history));
  }
}

function lastCommandOf(logged: readonly LoggedNotice[], before: Meeting): LastCommand | undefined {
  const last = logged.at(-1);
  return last && { id: last.id, event: last.notice.event, timestamp: last.notice.timestamp, before };
}
