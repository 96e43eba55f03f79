import { oneLine } from '../../json/to-json.js';
import type { MeetingId } from '../../domain/meeting-id.js';
import type { UnknownNotice } from '../../domain/log-entry.js';
import { noticeEvents, type Notice } from '../../domain/notice.js';
import type { Members } from '../../domain/members.js';
import { memberRequests, type RequestKind, type Requests } from '../../domain/requests.js';
import { toldNotice } from '../../domain/schedule-fields.js';
import type { Revision } from '../../domain/revision.js';
import type { Timestamp } from '../../domain/timestamp.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { comesBack, type GoodbyeReason } from '../../domain/goodbye.js';
import { transient, type DataOf, type OverviewDataOf, type TransientType } from './transient.js';

/**
 * The event name of a notice on a stream: its own name, but `message` for `rest_required`, as in the
 * reference.
 */
type NoticeType = Exclude<Notice['event'], 'rest_required'> | 'message';

const noticeType = (event: Notice['event']): NoticeType => (event === 'rest_required' ? 'message' : event);

type FrameType = TransientType | NoticeType;

/** Event names that a stream can carry, besides the names of notices that a later version writes. */
const types: readonly FrameType[] = [
  ...(Object.keys(transient) as TransientType[]),
  ...noticeEvents.map(noticeType),
];

/**
 * One block on an event stream.
 * All streams share the frame of a notice or a heartbeat: the first stream that writes the frame encodes it,
 * once per process.
 */
export class Frame {
  static readonly types = types;

  /**
   * A comment, which keeps proxies from closing a stream that is silent between heartbeats.
   * No blank line ends the comment, because some clients turn any text before a blank line into an empty
   * message.
   */
  static readonly comment = new Frame(undefined, '');

  private encoded: Buffer | undefined;
  private asChunk: Buffer | undefined;
  private dataBytes: number | undefined;

  private constructor(
    readonly type: string | undefined,
    /** The data of the frame, as JSON. */
    readonly data: string,
    /**
     * The client's cursor after this frame. Always the id of a notice or another position in the log, never
     * an invented id.
     */
    readonly id?: Revision,
    /** Milliseconds that the client waits before it reconnects. */
    readonly retry?: number,
    /** The frame for leaders, if it has additional fields for them. */
    private readonly leaders?: Frame,
  ) {}

  /** The frame for leaders: a notice also says who gave the command. */
  get forLeaders(): Frame {
    return this.leaders ?? this;
  }

  /** Bytes of the data in UTF-8. Counted once for all streams: the count scans a text that is not Latin-1. */
  get size(): number {
    return (this.dataBytes ??= Buffer.byteLength(this.data));
  }

  /**
   * Whether the frame carries a notice, from a meeting's log or from another program, and not a message of
   * the stream itself.
   */
  get isNotice(): boolean {
    return this.type !== undefined && !Object.hasOwn(transient, this.type);
  }

  get bytes(): Buffer {
    return (this.encoded ??= Buffer.from(this.toString()));
  }

  /**
   * The same bytes as one chunk of an HTTP/1.1 body, with its length and line ends.
   * Each stream then needs only one write, and all streams share the buffer.
   */
  get chunk(): Buffer {
    return (this.asChunk ??= httpChunk(this.toString()));
  }

  toString(): string {
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

  /**
   * The first frame of every stream. `cursor` is where the stream starts; undefined when a resync follows,
   * because the `state` of the resync has the cursor.
   */
  static connected(meetingId: MeetingId, cursor: Revision | undefined, retry: number): Frame {
    const data = { message: 'Connected to meeting', meeting_id: meetingId } as const;
    return this.transient('connected', data, cursor, retry);
  }

  /**
   * The current state of the meeting. `resync`: notices are missing between the client's cursor and this
   * state.
   */
  static state(snapshot: Snapshot, resync: boolean): Frame {
    return this.transient('state', { ...snapshot, resync });
  }

  /** The first frame of an overview. It has no cursor: each `state` of an overview says everything. */
  static overviewConnected(meetingIds: readonly MeetingId[], retry: number): Frame {
    const data: OverviewDataOf<'connected'> = { message: 'Connected to meetings', meeting_ids: meetingIds };
    return new Frame('connected', JSON.stringify(data), undefined, retry);
  }

  /** The current state of one meeting of an overview; with the requests for leaders. */
  static overviewState(snapshot: Snapshot, requests: Requests | undefined): Frame {
    const data: OverviewDataOf<'state'> = { ...snapshot, resync: false, ...(requests && { requests }) };
    return new Frame('state', JSON.stringify(data));
  }

  /**
   * A notice. `id` is undefined when the notice is not in the log, because another program published it.
   * A notice with a countdown also carries the current server time (`now`), because a replay may come much
   * later than the notice.
   */
  static notice(notice: Notice, now: Timestamp, id?: Revision, by?: string): Frame {
    const counts = 'ends_at' in notice || 'next_rest_at' in notice;
    const told = toldNotice(notice);
    const data = counts ? { ...told, server_time: now } : told;
    return this.logged(noticeType(notice.event), data, id, by);
  }

  /** A notice of a later version, unchanged. */
  static unknown(notice: UnknownNotice, id: Revision, by?: string): Frame {
    return this.logged(notice.event, notice, id, by);
  }

  private static logged(type: string, data: object, id?: Revision, by?: string): Frame {
    const leaders = by === undefined ? undefined : new Frame(type, JSON.stringify({ ...data, by }), id);
    return new Frame(type, JSON.stringify(data), id, undefined, leaders);
  }

  /**
   * `timestamp` is the name in the reference; `server_time` is the name in all other frames that carry the
   * time. `retry` is given when it changed.
   */
  static heartbeat(timestamp: Timestamp, retry?: number): Frame {
    return this.transient('heartbeat', { timestamp, server_time: timestamp }, undefined, retry);
  }

  /**
   * The store is unavailable: commands from now on, and those sent just before, may reach this stream late.
   */
  static degraded(timestamp: Timestamp): Frame {
    return this.transient('degraded', { timestamp });
  }

  /** The store is available again, and all missed notices have been sent. */
  static restored(timestamp: Timestamp): Frame {
    return this.transient('restored', { timestamp });
  }

  /** For leaders: how many members are connected, and how many are back. */
  static presence(meetingId: MeetingId, members: Members, now: Timestamp): Frame {
    return this.transient('presence', { meeting_id: meetingId, members, server_time: now });
  }

  /** For leaders: how many members ask for something. It never names the members. */
  static requested(
    kind: RequestKind,
    meetingId: MeetingId,
    breakId: string | undefined,
    requests: Requests,
    timestamp: Timestamp,
  ): Frame {
    const { event, aboutBreak } = memberRequests[kind];
    const about = { event, meeting_id: meetingId, ...(aboutBreak && breakId && { rest_id: breakId }) };
    return this.transient(event, { ...about, ...requests, timestamp });
  }

  /**
   * The token of the stream expires at `expiresAt`. To stay connected, the client reconnects with a new
   * token.
   */
  static tokenExpiring(expiresAt: number): Frame {
    return this.transient('token_expiring', { expires_at: new Date(expiresAt).toISOString() });
  }

  /** The last frame of a stream that the server ends. `retry` is in milliseconds. */
  static goodbye(reason: GoodbyeReason, retry: number): Frame {
    const reconnect = comesBack(reason);
    const data = { reason, reconnect, ...(reconnect && { retry_ms: retry }) };
    return this.transient('goodbye', data, undefined, reconnect ? retry : undefined);
  }
}

/** Encodes one chunk (RFC 9112 §7.1): the length in hexadecimal, then the data. */
export function httpChunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}
