import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock/clock.js';
import { membersOf, type MemberCounts } from '../../domain/members.js';
import { memberRequests, perRequest, requestKinds, requestsOf } from '../../domain/requests.js';
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
const POLL_TICKS = 5;

/**
 * Sends the leaders of a meeting `presence`, and how many members ask for something, when they change.
 * One tick a second limits each frame to one a second. The store is read only after a message about a change,
 * or when a poll is due.
 */
export class MembersWatch {
  private readonly broadcast = new Broadcast();
  private ticks = 0;
  private changed = true;
  private told = { members: '', asked: perRequest(() => '') };
  /** Whether a receiver joined since the last frames, so that unchanged counts must be sent again. */
  private isNew = true;

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
    const { members, asked } = this.framesOf(position);
    return [members.frame, ...requestKinds.flatMap((kind) => (asked[kind].text ? [asked[kind].frame] : []))];
  }

  /**
   * Sends `receiver` the current counts at the next tick, and every change afterwards. Returns a function to
   * leave.
   */
  join(receiver: Receiver): () => void {
    this.isNew = true;
    this.changed = true;
    return this.broadcast.join(receiver);
  }

  markChanged(): void {
    this.changed = true;
  }

  async tick(): Promise<void> {
    if (!this.changed && ++this.ticks % POLL_TICKS > 0) return;
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
    const { members, asked } = this.framesOf(current);
    const { told: before, isNew } = this;
    this.told = { members: members.text, asked: perRequest((kind) => asked[kind].text) };
    this.isNew = false;
    if (isNew || members.text !== before.members) this.broadcast.send(new FrameBatch([members.frame]));
    for (const kind of requestKinds) {
      const { text, frame, isOver } = asked[kind];
      // Leaders also hear that a request is answered, which leaves no text.
      const isNews = text !== before.asked[kind] || (isNew && text !== '');
      if (isNews && !isOver) this.broadcast.send(new FrameBatch([frame]));
    }
  }

  private framesOf({ meeting, counts }: Position) {
    const now = this.clock.timestamp();
    const members = membersOf(meeting, counts);
    return {
      members: { text: JSON.stringify(members), frame: Frame.presence(meeting.id, members, now) },
      asked: perRequest((kind) => {
        const requests = requestsOf(kind, meeting, counts);
        const { aboutBreak, round } = memberRequests[kind];
        return {
          text: requests.count > 0 ? JSON.stringify(requests) : '',
          frame: Frame.requested(kind, meeting.id, meeting.currentBreak?.id, requests, now),
          /** The break that was asked about is over, which leaders hear anyway. */
          isOver: aboutBreak && round(meeting) === null,
        };
      }),
    };
  }
}
