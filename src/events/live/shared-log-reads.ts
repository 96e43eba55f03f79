import type { Clock } from '../../clock/clock.js';
import type { MeetingStore } from '../../stores/meeting-store.js';
import { isKnown, type LogEntry, type ReadableEntry } from '../../domain/log-entry.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import type { Revision } from '../../domain/revision.js';
import { Frame } from '../frames/frame.js';
import { LogTail } from './log-tail.js';
import type { Position } from './catch-up.js';

/** How long the entries stay cached after a read, in milliseconds. */
const TAIL_KEPT_MS = 5_000;

/** Maximum age of the server time in a replayed notice with a countdown, in milliseconds. */
const FRAME_KEPT_MS = 1_000;

interface Tail {
  readonly of: LogTail;
  readonly newest: Revision;
  readonly since: Revision;
  /** When it was read, by `Clock.elapsed`. */
  readonly readAt: number;
}

/**
 * The missed notices of one meeting, read once and encoded once for all clients that reconnect at about the
 * same time.
 */
export class SharedLogReads {
  private tail: Tail | undefined;
  private readonly frames = new Map<Revision, Frame>();
  private framesAt = -Infinity;

  constructor(
    private readonly store: MeetingStore,
    private readonly id: MeetingId,
    private readonly clock: Clock,
  ) {}

  /**
   * The entries after `cursor`, up to and including `upTo`, oldest first. `current` is the last known end of
   * the log. `undefined` if the log does not continue from the cursor, or has more entries than a member is
   * sent. Rejects with `StoreUnavailable`.
   */
  between(cursor: Revision, upTo: Revision, current: Position): Promise<readonly LogEntry[] | undefined> {
    const now = this.clock.elapsed();
    const { tail } = this;
    const isGood =
      tail?.newest === current.revision && tail.since === current.since && now - tail.readAt <= TAIL_KEPT_MS;
    if (isGood) return tail.of.between(cursor, upTo);
    const { revision: newest, since } = current;
    const of = new LogTail(this.store, this.id, newest);
    // Valid until the next notice only: entries that the log has trimmed by then must not be served from here
    // either.
    this.tail = { of, newest, since, readAt: now };
    return of.between(cursor, upTo);
  }

  /** The notice's frame, shared by all streams that get it within a second. */
  frameOf(entry: ReadableEntry): Frame {
    const now = this.clock.elapsed();
    if (now - this.framesAt > FRAME_KEPT_MS) {
      this.frames.clear();
      this.framesAt = now;
    }
    const frame = this.frames.get(entry.id) ?? this.encode(entry);
    this.frames.set(entry.id, frame);
    return frame;
  }

  /** Frees entries and frames that are too old to be served. */
  forgetOld(): void {
    const now = this.clock.elapsed();
    if (this.tail && now - this.tail.readAt > TAIL_KEPT_MS) this.tail = undefined;
    if (now - this.framesAt > FRAME_KEPT_MS) this.frames.clear();
  }

  private encode(entry: ReadableEntry): Frame {
    return isKnown(entry)
      ? Frame.notice(entry.notice, this.clock.timestamp(), entry.id, entry.by)
      : Frame.unknown(entry.unknown, entry.id, entry.by);
  }
}
