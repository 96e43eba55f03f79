import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { withTimeLimit } from '../stores/time-limit.js';
import { keyFor, type CommandKey } from '../stores/command-key.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { isAllBack, type AckStatus, type Members, type MemberCounts } from '../domain/members.js';
import { memberRequests, outOf, type RequestKind, type Requests } from '../domain/requests.js';
import { isSameBreak } from '../domain/notice.js';
import { NoBreakToAnswer, TooManyMembers } from '../domain/refusals.js';
import { clientDigest } from '../stores/client-digest.js';
import { MAX_CLIENTS, MemberStore, type RosterEntry } from '../stores/member-store.js';

interface AckOptions {
  readonly clientId: string;
  readonly status: AckStatus;
  /** `''` removes the name; left out = as before. */
  readonly name?: string | undefined;
  /** Left out = the current break, or the last one. */
  readonly breakId?: string | undefined;
}

/**
 * A new round may begin between the read of a meeting and the request, but hardly twice in a row.
 */
const REQUEST_TRIES = 3;

@Injectable()
export class MembersService {
  constructor(
    private readonly meetings: MeetingsService,
    private readonly store: MemberStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores that a member has seen the break, is away, or is back; also after the break is over. When the last
   * member is back, commits `all_back`. Throws `MeetingNotFound`, {@link NoBreakToAnswer} or {@link
   * TooManyMembers}.
   */
  async ack(
    id: MeetingId,
    options: AckOptions,
    idempotencyKey?: string,
  ): Promise<{ breakId: string; members: Members }> {
    const acknowledge = (key?: CommandKey) => this.acknowledge(id, options, key);
    const { breakId, ...counts } = await this.once(
      id,
      { type: 'ack', ...options },
      idempotencyKey,
      acknowledge,
    );
    const { connected, seen, away, back } = counts;
    return { breakId, members: { connected, seen, away, back } };
  }

  /** The answers to the break, sorted by name. Throws `MeetingNotFound`. */
  async roster(id: MeetingId): Promise<{ breakId: string | null; members: readonly RosterEntry[] }> {
    const { round } = (await this.meetings.find(id)).meeting;
    if (!round) return { breakId: null, members: [] };
    const members = await withTimeLimit(this.store.roster(id, round.breakId));
    return { breakId: round.breakId, members: [...members].sort(byName) };
  }

  /**
   * Counts a member's request, once in each round. Throws `MeetingNotFound` or the refusal of that kind.
   */
  async request(
    id: MeetingId,
    kind: RequestKind,
    clientId: string,
    idempotencyKey?: string,
  ): Promise<Requests> {
    const ask = (key?: CommandKey) => this.ask(id, kind, clientId, key);
    const type = kind === 'break' ? 'request' : kind;
    const { connected, asked } = await this.once(id, { type, clientId }, idempotencyKey, ask);
    return outOf(connected, asked[kind].count);
  }

  private async acknowledge(
    id: MeetingId,
    { clientId, status, name, breakId }: AckOptions,
    key?: CommandKey,
  ): Promise<MemberCounts> {
    const { meeting, revision: seenAt } = await this.meetings.find(id);
    const { round } = meeting;
    if (!round || (breakId !== undefined && !isSameBreak(breakId, round.breakId)))
      throw new NoBreakToAnswer(id);
    const client = clientDigest(round.breakId, clientId);
    const at = this.clock.timestamp();
    const counts = await withTimeLimit(this.store.ack({ id, round, seenAt, client, status, name, at, key }));
    if (counts === 'stale') throw new NoBreakToAnswer(id);
    if (counts === 'full') throw new TooManyMembers(MAX_CLIENTS);
    if (!round.allBack && isAllBack(meeting, counts))
      await this.meetings.execute(id, { type: 'all_back', breakId: round.breakId });
    return counts;
  }

  private async ask(
    id: MeetingId,
    kind: RequestKind,
    clientId: string,
    key?: CommandKey,
  ): Promise<MemberCounts> {
    for (let i = 0; i < REQUEST_TRIES; i++) {
      const { meeting, revision: seenAt } = await this.meetings.find(id);
      const { round: roundOf, refusal: Refusal } = memberRequests[kind];
      const round = roundOf(meeting);
      if (round === null) throw new Refusal(id);
      const client = clientDigest(round, clientId);
      const counts = await withTimeLimit(this.store.request({ id, kind, round, seenAt, client, key }));
      if (counts !== 'stale') return counts;
    }
    throw new StoreUnavailable('the meeting changed faster than a member could ask');
  }

  /**
   * Runs a call once for each key. A repeated call gets the first answer, even if the meeting would refuse it
   * now.
   */
  private async once(
    id: MeetingId,
    call: object,
    idempotencyKey: string | undefined,
    work: (key?: CommandKey) => Promise<MemberCounts>,
  ): Promise<MemberCounts> {
    if (!idempotencyKey) return work();
    // A leader's key contains no space, so a member cannot use up the key of a command.
    const key = keyFor(call, `member ${idempotencyKey}`);
    try {
      return await work(key);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      const done = await withTimeLimit(this.store.done(id, key));
      if (!done) throw error;
      return done;
    }
  }
}

/** Sorts by name; members without a name come last. */
function byName(a: RosterEntry, b: RosterEntry): number {
  return (a.name ?? '\uffff').localeCompare(b.name ?? '\uffff');
}
