import { oneLine } from '../../json/to-json.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import type { UnknownNotice } from '../../domain/log-entry.js';
import { noticeEvents, type Notice } from '../../domain/notice.js';
import type { Members, Requests } from '../../domain/members.js';
import type { Revision } from '../../domain/revision.js';
import type { Timestamp } from '../../domain/timestamp.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { comesBack, type GoodbyeReason } from './goodbye.js';
import { transient, type DataOf, type TransientType } from './transient.js';

/** Notices travel under their own name, breaks as the reference's `message`. */
type NoticeType = Exclude<Notice['event'], 'rest_required'> | 'message';

const noticeType = (event: Notice['event']): NoticeType => (event === 'rest_required' ? 'message' : event);

type FrameType = TransientType | NoticeType;

/** Event names a stream can carry, beside those of notices that a later version writes. */
const types: readonly FrameType[] = [
  ...(Object.keys(transient) as TransientType[]),
  ...noticeEvents.map(noticeType),
];

/**
 * One block on an event stream. Frames of a notice and of a heartbeat are shared by all streams that get them: the bytes
 * are encoded once per process, by whoever writes them first.
 */
export class Frame {
  static readonly types = types;

  /**
   * Keeps proxies from closing a stream that is silent between heartbeats. No blank line ends it: some clients make an empty
   * message of whatever comes before one.
   */
  static readonly comment = new Frame(undefined, '');

  private encoded: Buffer | undefined;
  private asChunk: Buffer | undefined;

  private constructor(
    readonly type: string | undefined,
    /** JSON. */
    readonly data: string,
    /** The client's cursor from here on. Only a notice's own id, or a position in the log: never made up. */
    readonly id?: Revision,
    /** Milliseconds the client waits before it reconnects. */
    readonly retry?: number,
    /** Frames that this one stands for, see {@link joined}. */
    private readonly several?: readonly Frame[],
  ) {}

  /** One block of bytes for several frames. */
  static joined(frames: readonly Frame[]): Pick<Frame, 'bytes' | 'chunk'> {
    return new Frame(undefined, '', undefined, undefined, frames);
  }

  /** About how many bytes it has. */
  get length(): number {
    return this.data.length;
  }

  /** Whether a meeting's log or another program said it; what a stream says of itself is none. */
  get isNotice(): boolean {
    return this.type !== undefined && !Object.hasOwn(transient, this.type);
  }

  get bytes(): Buffer {
    return (this.encoded ??= Buffer.from(this.toString()));
  }

  /** The same as one chunk of an HTTP/1.1 body, length and line ends included: one buffer, one write, for all streams. */
  get chunk(): Buffer {
    return (this.asChunk ??= chunk(this.toString()));
  }

  toString(): string {
    if (this.several) return this.several.join('');
    if (this.type === undefined) return ':\n';
    const id = this.id === undefined ? '' : `id: ${this.id}\n`;
    const retry = this.retry === undefined ? '' : `retry: ${this.retry}\n`;
    return `event: ${this.type}\n${id}${retry}data: ${oneLine(this.data)}\n\n`;
  }

  private static transient<T extends TransientType>(
    type: T,
    data: DataOf<T>,
    cursor?: Revision,
    retry?: number,
  ): Frame {
    return new Frame(type, JSON.stringify(data), cursor, retry);
  }

  /** First on every stream. `cursor` is where the stream starts from; none when a resync follows, which says it. */
  static connected(meetingId: MeetingId, cursor: Revision | undefined, retry: number): Frame {
    const data = { message: 'Connected to meeting', meeting_id: meetingId } as const;
    return this.transient('connected', data, cursor, retry);
  }

  /** The meeting as it is. `resync`: notices are missing between what the client had and this. */
  static state(snapshot: Snapshot, resync: boolean): Frame {
    return this.transient('state', { ...snapshot, resync });
  }

  /**
   * Without an id when the notice is not in the log (another program published it). What carries a countdown says what time
   * it is `now`, not when it was called: it may be replayed much later.
   */
  static notice(notice: Notice, now: Timestamp, id?: Revision): Frame {
    const counts = 'ends_at' in notice || 'next_rest_at' in notice;
    const data = counts ? { ...notice, server_time: now } : notice;
    return new Frame(noticeType(notice.event), JSON.stringify(data), id);
  }

  /** A notice of a later version, as it is. */
  static unknown(notice: UnknownNotice, id: Revision): Frame {
    return new Frame(notice.event, JSON.stringify(notice), id);
  }

  /** `timestamp` is what the reference calls it, `server_time` what everything else here does that tells the time. */
  static heartbeat(timestamp: Timestamp): Frame {
    return this.transient('heartbeat', { timestamp, server_time: timestamp });
  }

  /** The store is away: what is called now, or was called just before, comes later. */
  static degraded(timestamp: Timestamp): Frame {
    return this.transient('degraded', { timestamp });
  }

  /** The store is back, and everything missed was sent. */
  static restored(timestamp: Timestamp): Frame {
    return this.transient('restored', { timestamp });
  }

  /** For leaders: how many are here, and how many are back. */
  static presence(meetingId: MeetingId, members: Members, now: Timestamp): Frame {
    return this.transient('presence', { meeting_id: meetingId, members, server_time: now });
  }

  /** For leaders: how many ask for a break. Never who. */
  static breakRequested(meetingId: MeetingId, requests: Requests, timestamp: Timestamp): Frame {
    const event = 'break_requested';
    return this.transient(event, { event, meeting_id: meetingId, ...requests, timestamp });
  }

  /** Its token is good until then; a client that wants to stay comes back with another one. */
  static tokenExpiring(expiresAt: number): Frame {
    return this.transient('token_expiring', { expires_at: new Date(expiresAt).toISOString() });
  }

  /** Last on a stream that the server ends. `retry`: milliseconds. */
  static goodbye(reason: GoodbyeReason, retry: number): Frame {
    const reconnect = comesBack(reason);
    const data = { reason, reconnect, ...(reconnect && { retry_ms: retry }) };
    return this.transient('goodbye', data, undefined, reconnect ? retry : undefined);
  }
}

/** RFC 9112 §7.1: the length in hexadecimal, the data. */
function chunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}
