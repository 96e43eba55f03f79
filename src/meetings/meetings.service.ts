import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Metrics } from '../metrics/metrics.js';
import { inTime } from './answer-in-time.js';
import { keyFor } from './command-key.js';
import { Commits } from './commits.js';
import { continues, mayLack, MeetingStore, StoreUnavailable, type Loaded } from './meeting-store.js';
import { decide } from './rules/decide.js';
import { due } from './rules/due.js';
import type { MeetingId } from './rules/meeting-id.js';
import type { Command, Meeting } from './rules/meeting.js';
import type { LoggedNotice, Notice } from './rules/notice.js';
import { MeetingNotFound } from './rules/refusals.js';
import { isRevision, START, type Revision } from './rules/revision.js';
import type { Timestamp } from './rules/timestamp.js';
import { snapshotOf, type Snapshot } from './snapshot.js';

/** A piece of a meeting's log, as clients get it. */
export interface LogPage {
  readonly meeting_id: MeetingId;
  readonly events: (Notice & { readonly id: Revision })[];
  /** Where to go on from. */
  readonly cursor: Revision;
  readonly resync: boolean;
  readonly state?: Snapshot;
}

/** A meeting that was started. */
export interface Found extends Loaded {
  readonly meeting: Meeting & { readonly startedAt: Timestamp };
}

@Injectable()
export class MeetingsService {
  private readonly commits: Commits;

  constructor(
    private readonly store: MeetingStore,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    this.commits = new Commits(store, clock, metrics);
  }

  /**
   * Decides and commits, and answers what was logged. The same `idempotencyKey` within a day answers the same and changes
   * nothing; for another command it throws `IdempotencyKeyReused`. Throws a refusal when the rules say no.
   */
  async execute(id: MeetingId, command: Command, idempotencyKey?: string): Promise<readonly LoggedNotice[]> {
    const restId = randomUUID();
    const answered = this.metrics.commands.startTimer({ command: command.type });
    try {
      const notices = await this.commits.commit(id, keyFor(command, idempotencyKey), (meeting, now) =>
        decide(meeting, command, now, restId),
      );
      answered({ outcome: 'done' });
      return notices;
    } catch (error) {
      answered({ outcome: error instanceof StoreUnavailable ? 'unavailable' : 'refused' });
      throw error;
    }
  }

  /**
   * Commits what has become due, if anything has. There is no scheduler: whoever looks at a meeting does this first, in
   * whatever process, and one of them gets to.
   */
  settle(id: MeetingId): Promise<readonly LoggedNotice[]> {
    return this.commits.commit(id, keyFor({ type: 'settle' }));
  }

  /** The meeting as it is now, with what was due. */
  load(id: MeetingId): Promise<Loaded> {
    return inTime(this.look(id));
  }

  /** The meeting as it is now. Throws {@link MeetingNotFound} for one that was not started. */
  async find(id: MeetingId): Promise<Found> {
    const loaded = await this.load(id);
    const { meeting } = loaded;
    if (meeting.startedAt === null) throw new MeetingNotFound(id);
    return { ...loaded, meeting: { ...meeting, startedAt: meeting.startedAt } };
  }

  /** As {@link find}, and also one that has ended, while its history is kept. */
  async findWithHistory(id: MeetingId): Promise<Meeting> {
    const { meeting } = await this.load(id);
    if (meeting.history.startedAt === null) throw new MeetingNotFound(id);
    return meeting;
  }

  /** The meeting as clients see it whole. Throws {@link MeetingNotFound}. */
  async snapshot(id: MeetingId): Promise<Snapshot> {
    return snapshotOf(await this.find(id), this.clock.timestamp());
  }

  /** What was logged after a cursor, or all that is kept; when the log cannot continue from it, the meeting as it is. */
  async readLog(id: MeetingId, after: string | undefined, limit: number): Promise<LogPage> {
    const { current, entries } = await inTime(this.readAfter(id, after, limit));
    if (!entries) {
      const state = snapshotOf(current, this.clock.timestamp());
      return { meeting_id: id, events: [], cursor: current.revision, resync: true, state };
    }
    const events = entries.map((entry) => ({ id: entry.id, ...entry.notice }));
    return { meeting_id: id, events, cursor: entries.at(-1)?.id ?? current.revision, resync: false };
  }

  private async readAfter(id: MeetingId, after: string | undefined, limit: number) {
    const current = await this.look(id);
    if (after === undefined) return { current, entries: await this.store.readLog(id, START, limit) };
    if (!isRevision(after) || mayLack(after, current)) return { current };
    const entries = await this.store.readLog(id, after, limit);
    return continues(after, entries, current.revision) ? { current, entries } : { current };
  }

  private async look(id: MeetingId): Promise<Loaded> {
    const loaded = await this.store.load(id);
    if (due(loaded.meeting, this.clock.timestamp()).length === 0) return loaded;
    await this.settle(id);
    return this.store.load(id);
  }
}
