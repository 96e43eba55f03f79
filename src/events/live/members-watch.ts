import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock/clock.js';
import { membersOf, requestsOf } from '../../domain/members.js';
import type { MeetingStore } from '../../stores/meeting-store.js';
import { Audience, type Listener } from './audience.js';
import { Frame } from '../frames/frame.js';
import type { LiveMeeting } from './live-meeting.js';
import type { Position } from './position.js';
import { Warnings } from './warnings.js';

/** Looks that nothing asked for, in ticks: a change that was not heard of, and processes that died, show by then. */
const LOOK_TICKS = 5;

/**
 * What the leaders of a meeting see of its members: `presence` and `break_requested`, when they change. A tick comes once a
 * second, so frames do too at most, and the store is read only when somebody said that there is something new.
 */
export class MembersWatch {
  /** How many leaders' streams use it; the bridge counts. */
  leaders = 0;

  private readonly audience = new Audience();
  private ticks = 0;
  private changed = true;
  private told: { members: string; requests: string } | undefined;

  private readonly warnings: Warnings;

  constructor(
    private readonly meeting: LiveMeeting,
    private readonly store: MeetingStore,
    private readonly clock: Clock,
  ) {
    this.warnings = new Warnings(new Logger(MembersWatch.name), `meeting ${meeting.id}`);
  }

  /** For a leader who has just come: as of the last look at the meeting, which may be some seconds ago. */
  now(): Frame[] {
    const { members, requests } = this.framesOf(this.meeting.position);
    return requests.count > 0 ? [members.frame, requests.frame] : [members.frame];
  }

  /** Hears what is so now with the next tick, and every change from then on. Returns how to leave. */
  join(listener: Listener): () => void {
    this.told = undefined;
    this.changed = true;
    return this.audience.join(listener);
  }

  look(): void {
    this.changed = true;
  }

  async tick(): Promise<void> {
    if (!this.changed && ++this.ticks % LOOK_TICKS > 0) return;
    this.changed = false;
    try {
      this.tell(await this.store.load(this.meeting.id));
      this.warnings.over();
    } catch (error) {
      this.changed = true;
      this.warnings.warn(`its members cannot be read yet, so leaders see old counts: ${String(error)}`);
    }
  }

  private tell(current: Position): void {
    const { members, requests } = this.framesOf(current);
    const before = this.told;
    this.told = { members: members.text, requests: requests.text };
    if (members.text !== before?.members) this.audience.tell(members.frame);
    const isNew = requests.text !== before?.requests && (before !== undefined || requests.count > 0);
    if (isNew) this.audience.tell(requests.frame);
  }

  private framesOf({ meeting, tally }: Position) {
    const [now, members, requests] = [
      this.clock.timestamp(),
      membersOf(meeting, tally),
      requestsOf(meeting, tally),
    ];
    return {
      members: { text: JSON.stringify(members), frame: Frame.presence(meeting.id, members, now) },
      requests: {
        text: JSON.stringify(requests),
        count: requests.count,
        frame: Frame.breakRequested(meeting.id, requests, now),
      },
    };
  }
}
