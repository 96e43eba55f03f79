import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { AppConfig } from '../config/app-config.js';
import type { CommandKey, Done } from '../stores/command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Meeting } from '../domain/meeting.js';
import {
  historyExtraTtlSeconds,
  LOG_EXTRA_TTL_SECONDS,
  MAX_MEETING_TTL_SECONDS,
  MeetingStore,
  stateTtlSeconds,
  type Commit,
  type CommitOutcome,
  type Loaded,
} from '../stores/meeting-store.js';
import { logLimit, withoutLog } from '../domain/announcements.js';
import type { LogEntry } from '../domain/log-entry.js';
import type { LoggedNotice, Notice } from '../domain/notice.js';
import { UNDO_WITHIN_SECONDS, type LastCommand } from '../domain/undo.js';
import { isRevision, millisecondsOf, type Revision } from '../domain/revision.js';
import { Installation } from './installation.js';
import { Keys } from './keys.js';
import { Processes } from './processes.js';
import { RedisScripts } from './scripts.js';
import { entriesOf } from './stored-entries.js';
import { fromFields, toFields } from './stored-meeting.js';
import { readLastCommand, writeLastCommand } from './stored-last-command.js';
import { parsed } from './json.js';
import { toMemberCounts } from './stored-member-counts.js';

/** Longer than the lifetime of a log; renewed by every read that precedes a write of the log. */
const INCARNATION_TTL_SECONDS = MAX_MEETING_TTL_SECONDS + 2 * LOG_EXTRA_TTL_SECONDS;

@Injectable()
export class RedisMeetingStore extends MeetingStore {
  private readonly inCluster: boolean;
  /**
   * When this incarnation of Redis was first seen, as of our last read. In a Cluster each meeting has its
   * own.
   */
  private noticedAt = '';

  constructor(
    private readonly scripts: RedisScripts,
    private readonly processes: Processes,
    private readonly config: AppConfig,
    private readonly keys: Keys,
    private readonly installation: Installation,
    private readonly clock: Clock,
  ) {
    super();
    this.inCluster = config.store.kind === 'cluster';
  }

  override async load(id: MeetingId, key?: CommandKey): Promise<Loaded> {
    const [loaded] = await this.read([id], key);
    if (!loaded) throw new Error('loadMeetings answered no meeting');
    return loaded;
  }

  /** In a Cluster, meetings are on different nodes: each is a read of its own, at the same time. */
  override async loadAll(ids: readonly MeetingId[]): Promise<readonly Loaded[]> {
    return this.inCluster ? Promise.all(ids.map((id) => this.load(id))) : this.read(ids);
  }

  override commit({
    basis,
    next,
    notices,
    key,
    withinMs,
    by,
    overdue,
    undoTo,
    traceparent = '',
  }: Commit): Promise<CommitOutcome> {
    const { id } = next;
    const fields = toFields(next);
    const stateTtl = stateTtlSeconds(next, this.clock.now());
    const { history } = next;
    return this.scripts.run(async (redis) => {
      const [outcome, ...ids] = await redis.commitMeeting(
        ...this.keysOf(id, key),
        this.keys.undoKey(id),
        basis.revision,
        basis.readAt + withinMs,
        this.keys.channel(id),
        logLimit(this.config.logMaxNotices, next),
        stateTtl,
        stateTtl + LOG_EXTRA_TTL_SECONDS,
        stateTtl + historyExtraTtlSeconds(this.config.historyRetentionHours),
        key.keptSeconds,
        key.fingerprint,
        history === basis.meeting.history ? '' : JSON.stringify(history),
        traceparent,
        this.installation.id,
        by ?? '',
        overdue ?? 0,
        undoTo ? writeLastCommand(undoTo, notices.at(-1)) : '',
        UNDO_WITHIN_SECONDS + 1,
        this.inCluster ? this.keys.shardChannel(id) : '',
        this.config.clusterClassicChannel === 'on' ? 1 : 0,
        fields.length,
        ...fields,
        ...notices.map((notice) => JSON.stringify(notice)),
      );
      if (outcome === 'late') throw new Error('the commit came too late');
      if (outcome !== 'committed') return { committed: false, current: await this.load(id, key) };
      return { committed: true, notices: linked(basis.revision, ids, notices) };
    });
  }

  override readLastCommand(id: MeetingId): Promise<LastCommand | undefined> {
    return this.scripts.run(async (redis) =>
      readLastCommand(id, await redis.get(this.keys.undoKey(id)), this.config.defaultLanguage),
    );
  }

  override readLog(id: MeetingId, after: Revision, limit: number): Promise<readonly LogEntry[]> {
    return this.scripts.run(async (redis) => {
      const entries = await redis.xrange(this.keys.logKey(id), `(${after}`, '+', 'COUNT', limit);
      return entriesOf(id, entries, after);
    });
  }

  override readLogBack(id: MeetingId, upTo: Revision, limit: number): Promise<readonly LogEntry[]> {
    return this.scripts.run(async (redis) => {
      const entries = await redis.xrevrange(this.keys.logKey(id), upTo, '-', 'COUNT', limit);
      return entriesOf(id, entries.reverse()).reverse();
    });
  }

  private read(ids: readonly MeetingId[], key?: CommandKey): Promise<Loaded[]> {
    const { keys } = this;
    return this.scripts.run(async (redis) => {
      const [incarnation, remembered, keepSeconds] = this.inCluster
        ? [keys.meetingIncarnationKey(ids[0] ?? ''), '', INCARNATION_TTL_SECONDS]
        : [keys.incarnationKey, this.noticedAt, 0];
      const all = [incarnation, ...ids.flatMap((id) => [...this.keysOf(id, key), keys.membersKey(id)])];
      const answer = await redis.loadMeetings(all.length, ...all, remembered, keepSeconds);
      const [clock, since, noticedAt, ...meetings] = answer;
      this.noticedAt = noticedAt;
      return meetings.map(([revision, state, done, history, members], i) => ({
        meeting: withHistoryOf(
          fromFields(ids[i] ?? '', state, history, this.config.defaultLanguage),
          revision,
        ),
        revision,
        counts: toMemberCounts(members, this.processes.isAlive),
        // If `since` cannot be read, nothing before now is known to be whole.
        since: isRevision(since) ? since : revision,
        readAt: Number(clock),
        done: done === null ? undefined : doneOf(done),
      }));
    });
  }

  private keysOf(id: MeetingId, key?: CommandKey): string[] {
    const { keys } = this;
    return [keys.stateKey(id), keys.logKey(id), keys.doneKey(id, key?.name), keys.historyKey(id)];
  }
}

/** The history may be kept longer than the log, which announcements are counted in. */
function withHistoryOf(meeting: Meeting, revision: Revision): Meeting {
  return millisecondsOf(revision) > 0 ? meeting : { ...meeting, history: withoutLog(meeting.history) };
}

/**
 * Parses the result of a command. A command must not be applied twice, even if its stored result cannot be
 * read.
 */
function doneOf(json: string): Done {
  const { fingerprint, notices } = Object(parsed(json)) as Partial<Done>;
  if (fingerprint === undefined || !Array.isArray(notices))
    throw new Error('what was done under this key cannot be read');
  return { fingerprint, notices };
}

function linked(revision: Revision, ids: readonly Revision[], notices: readonly Notice[]): LoggedNotice[] {
  return notices.map((notice, i) => {
    const id = ids[i];
    if (id === undefined) throw new Error('commitMeeting answered fewer ids than it was given notices');
    return { id, prev: ids[i - 1] ?? revision, notice };
  });
}
