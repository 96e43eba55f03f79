import { Injectable } from '@nestjs/common';
import { NEVER } from 'rxjs';
import { MemoryLimit } from '../limits/memory-limit.js';
import { IdempotencyKeyReused, type CommandKey } from '../stores/command-key.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { noMemberCounts, type MemberCounts } from '../domain/members.js';
import { perRequest, requestKinds, type RequestKind } from '../domain/requests.js';
import { compareRevisions, START, type Revision } from '../domain/revision.js';
import {
  MAX_CLIENTS,
  MemberStore,
  type Ack,
  type MemberRequest,
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
  readonly asked: Record<RequestKind, Asked>;
}

/** The clients that asked for something in one round, see {@link MemberRequest}. */
interface Asked {
  round: string;
  seenAt: Revision;
  clients: Set<string>;
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

  counts(id: MeetingId): MemberCounts {
    const members = this.meetings.get(id);
    if (!members) return noMemberCounts;
    const { connected, named, breakId, asked, roster } = members;
    const counts = { seen: 0, away: 0, back: 0 };
    for (const { status } of roster.values()) counts[status]++;
    const requests = perRequest((kind) => ({ round: asked[kind].round, count: asked[kind].clients.size }));
    return { connected, named, breakId, ...counts, asked: requests };
  }

  /** Removes the members of a meeting together with its log. */
  forget(id: MeetingId): void {
    const members = this.meetings.get(id);
    if (members?.connected) this.meetings.set(id, { ...emptyMembers(), ...countsOf(members) });
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
      // A client sends `seen` by itself, and may send it late or twice: it replaces no earlier answer.
      const answer = status === 'seen' && before ? before : { status, at };
      members.roster.set(client, { id: client, name, status: answer.status, at: answer.at });
      this.feed.memberChanges.next(id);
      return this.counts(id);
    });
  }

  override async request(request: MemberRequest): Promise<MemberCounts | 'stale'> {
    const { id, kind, round, seenAt, client, key } = request;
    return this.once(id, key, () => {
      const asked = this.of(id).asked[kind];
      if (asked.round !== round) {
        if (compareRevisions(asked.seenAt, seenAt) > 0) return 'stale';
        Object.assign(asked, { round, seenAt, clients: new Set() });
      }
      if (asked.clients.size < MAX_CLIENTS) asked.clients.add(client);
      this.feed.memberChanges.next(id);
      return this.counts(id);
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
    const { breakId, asked } = this.of(id);
    if (connected === 0 && !breakId && requestKinds.every((kind) => !asked[kind].round))
      this.meetings.delete(id);
    this.feed.memberChanges.next(id);
    return Promise.resolve(false);
  }

  private of(id: MeetingId): MeetingMembers {
    const members = this.meetings.get(id) ?? emptyMembers();
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
      if (key && !done && typeof result !== 'string') this.keys.keep(id, key, { counts: result });
      resolve(result);
    });
  }

  private doneUnder(id: MeetingId, key: CommandKey): MemberCounts | undefined {
    const done = this.keys.get(id, key);
    if (done && (done.fingerprint !== key.fingerprint || !done.counts)) throw new IdempotencyKeyReused();
    return done?.counts;
  }
}

function emptyMembers(): MeetingMembers {
  const nobodyAsked = (): Asked => ({ round: '', seenAt: START, clients: new Set() });
  const rest = { breakId: '', breakSeenAt: START, roster: new Map<string, RosterEntry>() };
  return { connected: 0, named: 0, ...rest, asked: perRequest(nobodyAsked) };
}

function countsOf({ connected, named }: MeetingMembers): Pick<MeetingMembers, 'connected' | 'named'> {
  return { connected, named };
}
