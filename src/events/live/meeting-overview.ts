import type { Subscription } from 'rxjs';
import type { Clock } from '../../clock/clock.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import { requestsOf } from '../../domain/requests.js';
import { snapshotOf } from '../../domain/snapshot.js';
import { FrameBatch } from '../frames/frame-batch.js';
import { Frame } from '../frames/frame.js';
import { Broadcast } from './broadcast.js';
import type { Position } from './catch-up.js';
import type { LiveMeeting } from './live-meeting.js';
import type { MembersWatch } from './members-watch.js';
import type { Handle } from './ref-counted-map.js';
import type { Receiver } from './stream.js';

/** Minimum time in milliseconds between two `state` frames of a meeting. */
const STATE_EVERY_MS = 1_000;

/** Receivers of one audience get the same frames; those for leaders also have the requests for a break. */
export type Audience = 'members' | 'leaders';
const audiences: readonly Audience[] = ['members', 'leaders'];

/**
 * One meeting in the overviews of this process: a `state` after each change, shared by all of them.
 *
 *   told ──a notice, other counts──▶ told at once, or a second after the last `state` ──▶ told
 *
 * It does not read the store itself. The position comes from the {@link LiveMeeting}, which knows it without
 * a read after each notice, and the counts come from the {@link MembersWatch}, which reads them once for each
 * change.
 *
 * `restored` means that nothing is missing any more, so it is sent after a waiting `state`.
 */
export class MeetingOverview {
  private readonly broadcasts = { members: new Broadcast(), leaders: new Broadcast() };
  /** The last `state` sent to each audience, without its time; `undefined` = none was sent. */
  private readonly told: Partial<Record<Audience, string>> = {};
  private toldAt = -Infinity;
  /** The position at the last check, to detect a change without a notice, such as another program's write. */
  private seen: Position | undefined;
  private waiting: Subscription | undefined;
  private restored: Frame | undefined;
  private degraded: boolean;
  private readonly leaves: readonly (() => void)[];

  constructor(
    private readonly meeting: Handle<LiveMeeting>,
    private readonly watch: Handle<MembersWatch>,
    private readonly clock: Clock,
  ) {
    this.degraded = meeting.value.frames.isDegraded;
    this.leaves = [
      meeting.value.frames.observe({ send: ({ frames }) => this.hear(frames) }),
      watch.value.join({ send: () => this.changed() }),
    ];
  }

  get id(): MeetingId {
    return this.meeting.value.id;
  }

  /** Settles when the meeting can be shown; rejects with `StoreUnavailable`. */
  get opened(): Promise<void> {
    return this.meeting.value.opened;
  }

  /** Whether `degraded` was sent, and not yet `restored`. */
  get isDegraded(): boolean {
    return this.degraded;
  }

  /** The `state` for a new receiver. */
  stateFor(audience: Audience): Frame {
    const content = this.contentFor(audience);
    this.told[audience] ??= JSON.stringify(content);
    return this.frameOf(content);
  }

  /** Adds a receiver of all frames after {@link stateFor}. Returns a function that removes it. */
  join(audience: Audience, receiver: Receiver): () => void {
    return this.broadcasts[audience].join(receiver);
  }

  /** Called once a second. */
  tick(): void {
    if (this.seen !== this.meeting.value.position) this.changed();
    // The timer follows the wall clock, which somebody may have set back.
    if (this.waiting && this.left <= 0) this.tell();
  }

  close(): void {
    this.waiting?.unsubscribe();
    this.leaves.forEach((leave) => leave());
    this.watch.release();
    this.meeting.release();
  }

  private hear(frames: readonly Frame[]): void {
    for (const frame of frames) {
      if (frame.type === 'degraded') this.lost(frame);
      if (frame.type === 'restored') this.restored = frame;
    }
    this.changed();
  }

  private lost(frame: Frame): void {
    this.restored = undefined;
    // The `restored` that this loss cancels was not sent yet.
    if (this.degraded) return;
    this.degraded = true;
    audiences.forEach((audience) => this.broadcasts[audience].send(new FrameBatch([frame])));
  }

  private changed(): void {
    if (this.waiting) return;
    const { left } = this;
    if (left <= 0) this.tell();
    else this.waiting = this.clock.at(this.clock.now() + left).subscribe(() => this.tell());
  }

  /** Milliseconds until the next `state` may be sent. */
  private get left(): number {
    return this.toldAt + STATE_EVERY_MS - this.clock.elapsed();
  }

  private tell(): void {
    this.waiting?.unsubscribe();
    this.waiting = undefined;
    this.seen = this.meeting.value.position;
    const after = this.restored ? [this.restored] : [];
    if (this.restored) this.degraded = false;
    this.restored = undefined;
    for (const audience of audiences) this.tellAudience(audience, after);
  }

  private tellAudience(audience: Audience, after: readonly Frame[]): void {
    const broadcast = this.broadcasts[audience];
    const content = broadcast.size > 0 ? this.contentFor(audience) : undefined;
    const text = content && JSON.stringify(content);
    const isNew = text !== this.told[audience];
    this.told[audience] = text;
    if (content && isNew) this.toldAt = this.clock.elapsed();
    const frames = content && isNew ? [this.frameOf(content), ...after] : after;
    if (frames.length > 0) broadcast.send(new FrameBatch(frames));
  }

  /** The content of a `state`, without its time. */
  private contentFor(audience: Audience) {
    const { position } = this.meeting.value;
    const counts = this.watch.value.counts ?? position.counts;
    const snapshot = snapshotOf({ ...position, counts }, '');
    return {
      snapshot,
      requests: audience === 'leaders' ? requestsOf('break', position.meeting, counts) : undefined,
    };
  }

  private frameOf({ snapshot, requests }: ReturnType<MeetingOverview['contentFor']>): Frame {
    return Frame.overviewState({ ...snapshot, server_time: this.clock.timestamp() }, requests);
  }
}
