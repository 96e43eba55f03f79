import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock/clock.js';
import {
  membersOf,
  moreTimeCountOf,
  moreTimeRound,
  requestsOf,
  type MemberCounts,
} from '../../domain/members.js';
import type { MeetingStore } from '../../stores/meeting-store.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { FrameBatch } from '../frames/frame-batch.js';
import { Frame } from '../frames/frame.js';
import { Broadcast } from './broadcast.js';
import type { Position } from './catch-up.js';
import type { Receiver } from './stream.js';
import { Warnings } from './warnings.js';

/**
 * Ticks between two polls without a change message. Polls find changes whose message was lost, and dead
 * processes.
 */
const LOOK_TICKS = 5;

/**
 * Sends the leaders of a meeting `presence`, `break_requested` and `more_time_requested` when they change.
 * One tick a second limits each frame to one a second. The store is read only after a message about a change,
 * or when a poll is due.
 */
export class MembersWatch {
  private readonly broadcast = new Broadcast();
  private ticks = 0;
  private changed = true;
  private told: { members: string; requests: string; moreTime: string } | undefined;

  private readonly warnings: Warnings;
  private counted: MemberCounts | undefined;

  constructor(
    private readonly id: MeetingId,
    /** The meeting as its streams know it; `undefined` when no stream follows the meeting. */
    private readonly position: () => Position | undefined,
    private readonly store: MeetingStore,
    private readonly clock: Clock,
  ) {
    this.warnings = new Warnings(new Logger(MembersWatch.name), `meeting ${id}`);
  }

  /** The counts as of the last read; `undefined` = not read yet. */
  get counts(): MemberCounts | undefined {
    return this.counted;
  }

  /** The frames for a new leader, as of the last position of the meeting, which may be some seconds old. */
  now(): Frame[] {
    const position = this.position();
    if (!position) return [];
    const { members, requests, moreTime } = this.framesOf(position);
    return [
      members.frame,
      ...(requests.count > 0 ? [requests.frame] : []),
      ...(moreTime && moreTime.count > 0 ? [moreTime.frame] : []),
    ];
  }

  /**
   * Sends `receiver` the current counts at the next tick, and every change afterwards. Returns a function to
   * leave.
   */
  join(receiver: Receiver): () => void {
    this.told = undefined;
    this.changed = true;
    return this.broadcast.join(receiver);
  }

  look(): void {
    this.changed = true;
  }

  async tick(): Promise<void> {
    if (!this.changed && ++this.ticks % LOOK_TICKS > 0) return;
    this.changed = false;
    try {
      this.tell(await this.store.load(this.id));
      this.warnings.over();
    } catch (error) {
      this.changed = true;
      this.warnings.warn(`its members cannot be read yet, so leaders see old counts: ${String(error)}`);
    }
  }

  private tell(current: Position): void {
    this.counted = current.counts;
    const { members, requests, moreTime } = this.framesOf(current);
    const before = this.told;
    this.told = { members: members.text, requests: requests.text, moreTime: moreTime?.text ?? '' };
    if (members.text !== before?.members) this.broadcast.send(new FrameBatch([members.frame]));
    const isNew = requests.text !== before?.requests && (before !== undefined || requests.count > 0);
    if (isNew) this.broadcast.send(new FrameBatch([requests.frame]));
    if (!moreTime || moreTime.text === before?.moreTime) return;
    // Nothing is sent before the first request; later, leaders also get the count of 0 when it is answered.
    if (moreTime.count > 0 || before?.moreTime) this.broadcast.send(new FrameBatch([moreTime.frame]));
  }

  private moreTimeOf({ meeting, counts }: Position) {
    const round = moreTimeRound(meeting);
    const breakId = meeting.currentBreak?.id;
    if (round === null || breakId === undefined) return undefined;
    const requests = moreTimeCountOf(round, counts);
    const { count } = requests;
    const frame = Frame.moreTimeRequested(meeting.id, breakId, requests, this.clock.timestamp());
    return { text: count > 0 ? JSON.stringify(requests) : '', count, frame };
  }

  private framesOf(position: Position) {
    const { meeting, counts } = position;
    const [now, members, requests] = [
      this.clock.timestamp(),
      membersOf(meeting, counts),
      requestsOf(meeting, counts),
    ];
    return {
      members: { text: JSON.stringify(members), frame: Frame.presence(meeting.id, members, now) },
      requests: {
        text: JSON.stringify(requests),
        count: requests.count,
        frame: Frame.breakRequested(meeting.id, requests, now),
      },
      moreTime: this.moreTimeOf(position),
    };
  }
}
