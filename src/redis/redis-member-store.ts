import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IdempotencyKeyReused, type CommandKey } from '../stores/command-key.js';
import { LOG_EXTRA_TTL_SECONDS, MEETING_TTL_SECONDS } from '../stores/meeting-store.js';
import type { Observable } from 'rxjs';
import type { MeetingId } from '../domain/meeting-id.js';
import type { AckStatus, MemberCounts } from '../domain/members.js';
import { CLIENT_DIGEST_LENGTH } from '../stores/client-digest.js';
import {
  MAX_CLIENTS,
  MemberStore,
  type Ack,
  type MemberRequest,
  type MembersHere,
  type RosterEntry,
} from '../stores/member-store.js';
import { Keys } from './keys.js';
import { Processes } from './processes.js';
import { RedisScripts, type Flat } from './scripts.js';
import { askedFields, toMemberCounts } from './stored-member-counts.js';

/** Lifetime in seconds after the last write: that of the log of a meeting without planned breaks. */
const TTL_SECONDS = MEETING_TTL_SECONDS + LOG_EXTRA_TTL_SECONDS;

/** The stored result of a call, under its key. */
interface KeptCall {
  readonly fingerprint: string;
  readonly members?: Flat;
}

@Injectable()
export class RedisMemberStore extends MemberStore {
  override readonly processGone: Observable<void>;
  override readonly countsLost: Observable<void>;

  constructor(
    private readonly scripts: RedisScripts,
    private readonly processes: Processes,
    private readonly keys: Keys,
  ) {
    super();
    this.processGone = processes.gone;
    this.countsLost = processes.renamed;
  }

  override ack({
    id,
    round,
    seenAt,
    client,
    status,
    name,
    at,
    key,
  }: Ack): Promise<MemberCounts | 'stale' | 'full'> {
    const keys = [this.keys.membersKey(id), this.keys.rosterKey(id), this.keys.doneKey(id, key?.name)];
    return this.scripts.run(async (redis) => {
      const [outcome, value] = await redis.ackBreak(
        ...keys,
        round.breakId,
        round.startedAt,
        client,
        status,
        at,
        name === undefined ? '' : `=${name}`,
        MAX_CLIENTS,
        TTL_SECONDS,
        this.keys.membersChannel(id),
        ...kept(key),
        seenAt,
      );
      return outcome === 'stale' || outcome === 'full' ? outcome : this.counts(value, key);
    });
  }

  override request({ id, kind, round, seenAt, client, key }: MemberRequest): Promise<MemberCounts | 'stale'> {
    const keys = [this.keys.membersKey(id), this.keys.askedKey(id, kind), this.keys.doneKey(id, key?.name)];
    return this.scripts.run(async (redis) => {
      const [outcome, value] = await redis.requestBreak(
        ...keys,
        round,
        randomUUID(),
        client,
        MAX_CLIENTS,
        TTL_SECONDS,
        this.keys.membersChannel(id),
        ...kept(key),
        seenAt,
        ...askedFields(kind),
      );
      return outcome === 'stale' ? outcome : this.counts(value, key);
    });
  }

  override done(id: MeetingId, key: CommandKey): Promise<MemberCounts | undefined> {
    return this.scripts.run(async (redis) => {
      const value = await redis.get(this.keys.doneKey(id, key.name));
      return value === null ? undefined : this.counts(value, key);
    });
  }

  override roster(id: MeetingId, breakId: string): Promise<readonly RosterEntry[]> {
    return this.scripts.run(async (redis) => {
      // In one transaction, because the first answer to a new break replaces both.
      const [[noBreak, answered] = [], [noRoster, roster] = []] =
        (await redis
          .multi()
          .hget(this.keys.membersKey(id), 'rest_id')
          .hgetall(this.keys.rosterKey(id))
          .exec()) ?? [];
      const failure = noBreak ?? noRoster;
      if (failure) throw failure;
      if (answered !== breakId) return [];
      return Object.entries(roster as Record<string, string>).map(([client, entry]) =>
        rosterEntry(client, entry),
      );
    });
  }

  override async countMembers(id: MeetingId, { anonymous, clients }: MembersHere): Promise<boolean> {
    const shared = await this.scripts.run((redis) =>
      redis.countMembers(
        this.keys.membersKey(id),
        this.keys.clientsKey(id),
        this.processes.own,
        anonymous,
        Math.max(0, clients.length - MAX_CLIENTS),
        clients.slice(0, MAX_CLIENTS).join(''),
        CLIENT_DIGEST_LENGTH,
        TTL_SECONDS,
        this.keys.membersChannel(id),
        ...this.processes.living,
      ),
    );
    return shared > 0;
  }

  /** The counts after a call, or after the same call when it was first made. */
  private counts(value: Flat | string | undefined, key: CommandKey | undefined): MemberCounts {
    if (typeof value !== 'string') return toMemberCounts(value ?? [], this.processes.isAlive);
    const { fingerprint, members = [] } = JSON.parse(value) as KeptCall;
    if (fingerprint !== key?.fingerprint) throw new IdempotencyKeyReused();
    return toMemberCounts(members, this.processes.isAlive);
  }
}

function kept(key: CommandKey | undefined): [fingerprint: string, seconds: number] {
  return [key?.fingerprint ?? '', key?.keptSeconds ?? 0];
}

function rosterEntry(id: string, entry: string): RosterEntry {
  const [, status = '', at = '', name = ''] = /^(\S+) (\S+) (.*)$/s.exec(entry) ?? [];
  return { id, name: name || null, status: status as AckStatus, at };
}
