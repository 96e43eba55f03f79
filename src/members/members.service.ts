import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { withTimeLimit } from '../stores/time-limit.js';
import { keyFor, type CommandKey } from '../stores/command-key.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { MeetingId } from '../domain/meeting-id.js';
import {
  isAllBack,
  requestsOf,
  type AckStatus,
  type Members,
  type Requests,
  type MemberCounts,
} from '../domain/members.js';
import { isSameRest } from '../domain/notice.js';
import { BreakIsOn, NoBreakToAnswer, TooManyMembers } from '../domain/refusals.js';
import { clientDigest } from '../stores/client-digest.js';
import { MAX_CLIENTS, MemberStore, type RosterEntry } from '../stores/member-store.js';

export interface AckOptions {
  readonly clientId: string;
  readonly status: AckStatus;
  /** `''` takes it back; left out = as before. */
  readonly name?: string | undefined;
  /** Left out = the break that is on, or the last one. */
  readonly restId?: string | undefined;
}

/** Between the look at a meeting and the request it can begin another stretch of work; hardly twice. */
const REQUEST_TRIES = 3;

@Injectable()
export class MembersService {
  constructor(
    private readonly meetings: MeetingsService,
    private readonly store: MemberStore,
    private readonly clock: Clock,
  ) {}

  /**
   * A member has seen the break, is away, or is back; also after it is over. When that was the last one, everyone hears that all
   * are back. Throws `MeetingNotFound`, {@link NoBreakToAnswer} or {@link TooManyMembers}.
   */
  async ack(
    id: MeetingId,
    options: AckOptions,
    idempotencyKey?: string,
  ): Promise<{ restId: string; members: Members }> {
    const acknowledge = (key?: CommandKey) => this.acknowledge(id, options, key);
    const { restId, ...tally } = await this.once(
      id,
      { type: 'ack', ...options },
      idempotencyKey,
      acknowledge,
    );
    const { connected, seen, away, back } = tally;
    return { restId, members: { connected, seen, away, back } };
  }

  /** Who answered the break, by name. Throws `MeetingNotFound`. */
  async roster(id: MeetingId): Promise<{ restId: string | null; members: readonly RosterEntry[] }> {
    const { round } = (await this.meetings.find(id)).meeting;
    if (!round) return { restId: null, members: [] };
    const members = await withTimeLimit(this.store.roster(id, round.restId));
    return { restId: round.restId, members: [...members].sort(byName) };
  }

  /** A member asks for a break; once in a stretch of work. Throws `MeetingNotFound` or {@link BreakIsOn}. */
  async request(id: MeetingId, clientId: string, idempotencyKey?: string): Promise<Requests> {
    const ask = (key?: CommandKey) => this.askForBreak(id, clientId, key);
    const tally = await this.once(id, { type: 'request', clientId }, idempotencyKey, ask);
    return requestsOf({ workingSince: tally.stretch }, tally);
  }

  private async acknowledge(
    id: MeetingId,
    { clientId, status, name, restId }: AckOptions,
    key?: CommandKey,
  ): Promise<MemberCounts> {
    const { meeting, revision: seenAt } = await this.meetings.find(id);
    const { round } = meeting;
    if (!round || (restId !== undefined && !isSameRest(restId, round.restId))) throw new NoBreakToAnswer(id);
    const client = clientDigest(round.restId, clientId);
    const at = this.clock.timestamp();
    const tally = await withTimeLimit(this.store.ack({ id, round, seenAt, client, status, name, at, key }));
    if (tally === 'stale') throw new NoBreakToAnswer(id);
    if (tally === 'full') throw new TooManyMembers(MAX_CLIENTS);
    if (!round.allBack && isAllBack(meeting, tally))
      await this.meetings.execute(id, { type: 'all_back', restId: round.restId });
    return tally;
  }

  private async askForBreak(id: MeetingId, clientId: string, key?: CommandKey): Promise<MemberCounts> {
    for (let i = 0; i < REQUEST_TRIES; i++) {
      const { meeting, revision: seenAt } = await this.meetings.find(id);
      const { workingSince: stretch } = meeting;
      if (stretch === null) throw new BreakIsOn(id);
      const client = clientDigest(stretch, clientId);
      const tally = await withTimeLimit(this.store.request({ id, stretch, seenAt, client, key }));
      if (tally !== 'stale') return tally;
    }
    throw new StoreUnavailable('the meeting changed faster than it could be asked for a break');
  }

  /** What was done under a key is answered again, also when the meeting has moved on and would refuse it now. */
  private async once(
    id: MeetingId,
    call: object,
    idempotencyKey: string | undefined,
    work: (key?: CommandKey) => Promise<MemberCounts>,
  ): Promise<MemberCounts> {
    if (!idempotencyKey) return work();
    // A leader's key can have no space: whoever may answer must not be able to use up the key of a command.
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

/** Who gave no name comes last. */
function byName(a: RosterEntry, b: RosterEntry): number {
  return (a.name ?? '\uffff').localeCompare(b.name ?? '\uffff');
}
