import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { CommandKey, Done } from '../meetings/command-key.js';
import type { MeetingId } from '../meetings/meeting-id.js';
import {
  LOG_EXTRA_TTL_SECONDS,
  MEETING_TTL_SECONDS,
  MeetingStore,
  StoreUnavailable,
  stateTtlSeconds,
  type Commit,
  type CommitOutcome,
  type Loaded,
} from '../meetings/meeting-store.js';
import type { LoggedNotice, Notice } from '../meetings/notice.js';
import type { Revision } from '../meetings/revision.js';
import { channel, doneKey, incarnationKey, logKey, meetingIncarnationKey, stateKey } from './keys.js';
import { RedisConnections } from './redis-connections.js';
import { fromFields, toFields } from './stored-meeting.js';

/** The scripts of `lua/`, with how many keys each takes. */
const scripts = { loadMeeting: 4, commitMeeting: 3 } as const;

/** The scripts, as ioredis offers them once defined. */
interface Scripts {
  loadMeeting(
    ...args: (string | number)[]
  ): Promise<
    [
      revision: string,
      clock: string,
      fields: string[],
      done: string | null,
      since: Revision,
      noticedAt: string,
    ]
  >;
  commitMeeting(
    ...args: (string | number)[]
  ): Promise<['committed', ...Revision[]] | ['conflict' | 'done' | 'late']>;
}

/** Longer than any log: it is written at every read that precedes a write of the log. */
const INCARNATION_TTL_SECONDS = MEETING_TTL_SECONDS + 2 * LOG_EXTRA_TTL_SECONDS;

@Injectable()
export class RedisMeetingStore extends MeetingStore {
  private readonly redis: RedisConnections['commands'] & Scripts;
  private readonly inCluster: boolean;
  /** When this Redis was noticed to be what it is, as of our last read; in a Cluster each node is its own. */
  private noticedAt = '';

  constructor(
    connections: RedisConnections,
    private readonly config: AppConfig,
  ) {
    super();
    for (const [name, numberOfKeys] of Object.entries(scripts)) {
      const lua = readFileSync(new URL(`./lua/${name}-${numberOfKeys}.lua`, import.meta.url), 'utf8');
      connections.commands.defineCommand(name, { numberOfKeys, lua });
    }
    this.redis = connections.commands as RedisMeetingStore['redis'];
    this.inCluster = config.redis?.kind === 'cluster';
  }

  override load(id: MeetingId, key?: CommandKey): Promise<Loaded> {
    return this.reached(async () => {
      const incarnation = this.inCluster
        ? [meetingIncarnationKey(id), '', INCARNATION_TTL_SECONDS]
        : [incarnationKey, this.noticedAt, 0];
      const answer = await this.redis.loadMeeting(...keysOf(id, key), ...incarnation);
      const [revision, clock, fields, done, since, noticedAt] = answer;
      this.noticedAt = noticedAt;
      return {
        meeting: fromFields(id, fields),
        revision,
        since,
        readAt: Number(clock),
        done: done === null ? undefined : (JSON.parse(done) as Done),
      };
    });
  }

  override commit({ basis, next, notices, key, withinMs }: Commit): Promise<CommitOutcome> {
    const { id } = next;
    const fields = toFields(next);
    const stateTtl = stateTtlSeconds(next);
    return this.reached(async () => {
      const [outcome, ...ids] = await this.redis.commitMeeting(
        ...keysOf(id, key),
        basis.revision,
        basis.readAt + withinMs,
        channel(id),
        this.config.logMaxNotices,
        stateTtl,
        stateTtl + LOG_EXTRA_TTL_SECONDS,
        key.keptSeconds,
        key.fingerprint,
        fields.length,
        ...fields,
        ...notices.map((notice) => JSON.stringify(notice)),
      );
      if (outcome === 'late') throw new Error('the commit came too late');
      if (outcome !== 'committed') return { committed: false, current: await this.load(id, key) };
      return { committed: true, notices: linked(basis.revision, ids, notices) };
    });
  }

  override readLog(id: MeetingId, after: Revision, limit: number): Promise<readonly LoggedNotice[]> {
    return this.reached(async () => {
      const entries = await this.redis.xrange(logKey(id), `(${after}`, '+', 'COUNT', limit);
      return entries.map(([id, [, prev = '', , notice = '']]) => ({
        id,
        prev,
        notice: JSON.parse(notice) as Notice,
      }));
    });
  }

  /** Whatever Redis or the way to it refuses (down, loading, read-only, out of memory), callers know one thing: not now. */
  private async reached<T>(work: () => Promise<T>): Promise<T> {
    if (this.redis.status !== 'ready') throw new StoreUnavailable('not connected to Redis');
    try {
      return await work();
    } catch (error) {
      throw error instanceof StoreUnavailable ? error : new StoreUnavailable(error);
    }
  }
}

function keysOf(id: MeetingId, key?: CommandKey): [string, string, string] {
  return [stateKey(id), logKey(id), doneKey(id, key?.name ?? 'none')];
}

function linked(revision: Revision, ids: readonly Revision[], notices: readonly Notice[]): LoggedNotice[] {
  return notices.map((notice, i) => {
    const id = ids[i];
    if (id === undefined) throw new Error('commitMeeting answered fewer ids than it was given notices');
    return { id, prev: ids[i - 1] ?? revision, notice };
  });
}
