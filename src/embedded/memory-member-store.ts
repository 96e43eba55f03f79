import { Injectable } from '@nestjs/common';
import { NEVER } from 'rxjs';
import { MemoryLimit } from '../limits/memory-limit.js';
import { IdempotencyKeyReused, type CommandKey } from '../stores/command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { noMemberCounts, type MemberCounts } from '../domain/members.js';
import { compareRevisions, START, type Revision } from '../domain/revision.js';
import {
  MAX_CLIENTS,
  MemberStore,
  type Ack,
  type BreakRequest,
  type MembersHere,
  type RosterEntry,
} from '../stores/member-store.js';
import { MemoryKeys } from './memory-keys.js';
import { MemoryNoticeFeed } from './memory-notice-feed.js';

interface MeetingMembers {
  connected: number;
  named: number;
  breakId: string;
  breakSeenAt: Revision;
  roster: Map<string, RosterEntry>;
  stretch: string;
  stretchSeenAt: Revision;
  requests: Set<string>;
}

/** Members and their answers, in memory. */
@Injectable()
export class MemoryMemberStore extends MemberStore {
  override readonly processGone = NEVER;
  override readonly countsLost = NEVER;

  private readonly meetings = new Map<MeetingId, MeetingMembers>();

  constructor(
    private readonly keys: MemoryKeys,
    private readonly feed: MemoryNoticeFeed,
    private readonly limit: MemoryLimit,
  ) {
    super();
  }

  tally(id: MeetingId): MemberCounts {
    const members = this.meetings.get(id);
    if (!members) return noMemberCounts;
    const { connected, named, breakId, stretch, requests, roster } = members;
    const counts = { seen: 0, away: 0, back: 0 };
    for (const { status } of roster.values()) counts[status]++;
    return { connected, named, breakId, ...counts, stretch, requests: requests.size };
  }

  /** Removes the members of a meeting together with its log. */
  forget(id: MeetingId): void {
    const members = this.meetings.get(id);
    if (members?.connected) this.meetings.set(id, { ...nobody(), ...countsOf(members) });
    else this.meetings.delete(id);
  }

  override async ack(ack: Ack): Promise<MemberCounts | 'stale' | 'full'> {
    const { id, round, seenAt, client, status, at, key } = ack;
    return this.once(id, key, () => {
      const members = this.of(id);
      if (members.breakId !== round.breakId) {
        if (compareRevisions(members.breakSeenAt, seenAt) > 0) return 'stale';
        Object.assign(members, { breakId: round.breakId, breakSeenAt: seenAt, roster: new Map() });
      }
      const before = members.roster.get(client);
      if (!before && members.roster.size >= MAX_CLIENTS) return 'full';
      const name = (ack.name ?? before?.name) || null;
      members.roster.set(client, { id: client, name, status, at });
      this.feed.memberChanges.next(id);
      return this.tally(id);
    });
  }

  override async request({
    id,
    stretch,
    seenAt,
    client,
    key,
  }: BreakRequest): Promise<MemberCounts | 'stale'> {
    return this.once(id, key, () => {
      const members = this.of(id);
      if (members.stretch !== stretch) {
        if (compareRevisions(members.stretchSeenAt, seenAt) > 0) return 'stale';
        Object.assign(members, { stretch, stretchSeenAt: seenAt, requests: new Set() });
      }
      if (members.requests.size < MAX_CLIENTS) members.requests.add(client);
      this.feed.memberChanges.next(id);
      return this.tally(id);
    });
  }

  override done(id: MeetingId, key: CommandKey): Promise<MemberCounts | undefined> {
    return new Promise((resolve) => resolve(this.doneUnder(id, key)));
  }

  override roster(id: MeetingId, breakId: string): Promise<readonly RosterEntry[]> {
    const members = this.meetings.get(id);
    return Promise.resolve(members?.breakId === breakId ? [...members.roster.values()] : []);
  }

  override countMembers(id: MeetingId, { anonymous, clients }: MembersHere): Promise<boolean> {
    const [connected, named] = [anonymous + clients.length, clients.length];
    Object.assign(this.of(id), { connected, named });
    const { breakId, stretch } = this.of(id);
    if (connected === 0 && !breakId && !stretch) this.meetings.delete(id);
    this.feed.memberChanges.next(id);
    return Promise.resolve(false);
  }

  private of(id: MeetingId): MeetingMembers {
    const members = this.meetings.get(id) ?? nobody();
    this.meetings.set(id, members);
    return members;
  }

  private once<T extends string>(
    id: MeetingId,
    key: CommandKey | undefined,
    work: () => MemberCounts | T,
  ): Promise<MemberCounts | T> {
    return new Promise((resolve) => {
      const done = key && this.doneUnder(id, key);
      if (!done) this.limit.assertRoomForMeetings();
      const result = done ?? work();
      if (key && !done && typeof result !== 'string') this.keys.keep(id, key, { tally: result });
      resolve(result);
    });
  }

  private doneUnder(id: MeetingId, key: CommandKey): MemberCounts | undefined {
    const done = this.keys.get(id, key);
    if (done && (done.fingerprint !== key.fingerprint || !done.tally)) throw new IdempotencyKeyReused();
    return done?.tally;
  }
}

function nobody(): MeetingMembers {
  const [roster, requests] = [new Map<string, RosterEntry>(), new Set<string>()];
  const rest = { breakId: '', breakSeenAt: START, roster };
  return { connected: 0, named: 0, ...rest, stretch: '', stretchSeenAt: START, requests };
}

function countsOf({ connected, named }: MeetingMembers): Pick<MeetingMembers, 'connected' | 'named'> {
  return { connected, named };
}
