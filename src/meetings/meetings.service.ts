import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { AppConfig } from '../config/app-config.js';
import { withinHours } from '../domain/history.js';
import { Metrics } from '../metrics/metrics.js';
import { withTimeLimit } from '../stores/time-limit.js';
import { keyFor } from '../stores/command-key.js';
import { LogPages, type LogPage, type LogQuery } from './log-pages.js';
import { Commits, type Rule, type Settled } from './commits.js';
import { continues, MeetingStore, type Loaded } from '../stores/meeting-store.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { decision, type Decision } from '../domain/decide.js';
import { due } from '../domain/due.js';
import { isKnown } from '../domain/log-entry.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Command } from '../domain/commands.js';
import type { Meeting } from '../domain/meeting.js';
import type { LoggedNotice } from '../domain/notice.js';
import { MeetingNotFound } from '../domain/refusals.js';
import type { Revision } from '../domain/revision.js';
import type { Timestamp } from '../domain/timestamp.js';
import { meetingBefore, undone } from '../domain/undo.js';
import { snapshotOf, type Snapshot } from '../domain/snapshot.js';

/** The caller of a command, and its idempotency key. */
export interface Caller {
  readonly key?: string | undefined;
  /** A display name for leaders, see docs/protocol.md. */
  readonly by?: string | null | undefined;
}

/** A meeting that has started. */
interface Found extends Loaded {
  readonly meeting: Meeting & { readonly startedAt: Timestamp };
}

/** An undo is possible while at most this many notices of members' answers follow the command. */
const MOST_ANSWERS = 32;

@Injectable()
export class MeetingsService {
  private readonly commits: Commits;
  private readonly pages: LogPages;

  constructor(
    private readonly store: MeetingStore,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly config: AppConfig,
  ) {
    this.pages = new LogPages(store, clock);
    this.commits = new Commits(store, clock, metrics, config.historyRetentionHours);
  }

  /**
   * Decides and commits a command; returns the logged notices.
   * A repeated `idempotencyKey` within a day returns the same notices and changes nothing; with another
   * command it throws `IdempotencyKeyReused`. Throws a refusal when the rules forbid the command.
   */
  async execute(id: MeetingId, command: Command, { key, by }: Caller = {}): Promise<readonly LoggedNotice[]> {
    const breakId = randomUUID();
    const answered = this.metrics.commands.startTimer({ command: command.type });
    try {
      const rule: Rule =
        command.type === 'undo'
          ? (loaded, now) => this.undo(loaded, now)
          : ({ meeting }, now) => decision(meeting, command, now, breakId);
      // `by` is no part of the key: the release before this one does not know the field.
      const notices = await this.commits.commit(id, keyFor(command, key), rule, by || undefined);
      answered({ outcome: 'done' });
      return notices;
    } catch (error) {
      answered({ outcome: error instanceof StoreUnavailable ? 'unavailable' : 'refused' });
      throw error;
    }
  }

  /**
   * Commits the notices that have become due, if any.
   * There is no central scheduler: each process settles a meeting before it reads the meeting, and one of the
   * processes wins the commit.
   */
  commitDue(id: MeetingId): Promise<readonly LoggedNotice[]> {
    return this.commits.commit(id, keyFor({ type: 'settle' }));
  }

  /** The current state of the meeting, after due notices are committed. */
  load(id: MeetingId): Promise<Loaded> {
    return withTimeLimit(this.loadSettled(id));
  }

  /**
   * The current state of these meetings, in one read of the store unless something was due in one of them.
   */
  loadAll(ids: readonly MeetingId[]): Promise<readonly Loaded[]> {
    return withTimeLimit(this.loadAllSettled(ids));
  }

  /** The current state of the meeting. Throws {@link MeetingNotFound} when the meeting has not started. */
  async find(id: MeetingId): Promise<Found> {
    const loaded = await this.load(id);
    const { meeting } = loaded;
    if (meeting.startedAt === null) throw new MeetingNotFound(id);
    return { ...loaded, meeting: { ...meeting, startedAt: meeting.startedAt } };
  }

  /** {@link find}, but also returns an ended meeting while its history is kept. */
  async findWithHistory(id: MeetingId): Promise<Meeting> {
    const { meeting } = await this.load(id);
    if (meeting.history.startedAt === null) throw new MeetingNotFound(id);
    const { historyRetentionHours } = this.config;
    return {
      ...meeting,
      history: withinHours(meeting.history, historyRetentionHours, this.clock.timestamp()),
    };
  }

  /** The snapshot that clients see. Throws {@link MeetingNotFound}. */
  async snapshot(id: MeetingId): Promise<Snapshot> {
    return snapshotOf(await this.find(id), this.clock.timestamp());
  }

  /**
   * The notices logged after a cursor; without a cursor, all notices that are kept. A page with `resync`
   * includes the snapshot.
   */
  readLog(id: MeetingId, query: LogQuery): Promise<LogPage> {
    return withTimeLimit(this.readPage(id, query));
  }

  /** Throws `NothingToUndo`. */
  private async undo({ meeting, revision, overdue }: Settled, now: Timestamp): Promise<Decision> {
    const { id } = meeting;
    const last = await this.store.readLastCommand(id);
    const isLast =
      last !== undefined && overdue === 0 && (await this.followedByAnswersOnly(id, last.id, revision));
    const notice = undone(id, isLast ? last : undefined, now);
    return { notices: [notice], next: last ? meetingBefore(last, meeting) : meeting };
  }

  /** Whether only `all_back` notices, which members' answers cause, were logged between two revisions. */
  private async followedByAnswersOnly(id: MeetingId, from: Revision, to: Revision): Promise<boolean> {
    if (from === to) return true;
    const entries = await this.store.readLog(id, from, MOST_ANSWERS);
    return (
      continues(from, entries, to) &&
      entries.at(-1)?.id === to &&
      entries.every((entry) => isKnown(entry) && entry.notice.event === 'all_back')
    );
  }

  private async readPage(id: MeetingId, query: LogQuery): Promise<LogPage> {
    return this.pages.read(await this.loadSettled(id), query);
  }

  private async loadSettled(id: MeetingId): Promise<Loaded> {
    const loaded = await this.store.load(id);
    if (due(loaded.meeting, this.clock.timestamp()).length === 0) return loaded;
    await this.commitDue(id);
    return this.store.load(id);
  }

  private async loadAllSettled(ids: readonly MeetingId[]): Promise<readonly Loaded[]> {
    const loaded = await this.store.loadAll(ids);
    const now = this.clock.timestamp();
    const late = loaded.filter(({ meeting }) => due(meeting, now).length > 0);
    if (late.length === 0) return loaded;
    await Promise.all(late.map(({ meeting }) => this.commitDue(meeting.id)));
    return this.store.loadAll(ids);
  }
}
