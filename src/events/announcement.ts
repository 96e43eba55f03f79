import type { MeetingId } from '../meetings/rules/meeting-id.js';
import { isNoticeEvent, restIdAt, type LoggedNotice, type Notice } from '../meetings/rules/notice.js';
import { isRevision } from '../meetings/rules/revision.js';
import { timestampOf } from '../meetings/rules/timestamp.js';

/** A notice without a place in the log: another program published it (contract §3). Live members hear it, no one resumes. */
export interface ForeignNotice {
  readonly id?: undefined;
  readonly notice: Notice;
}

/** A notice of ours, and of which trace it is, where that is announced (W3C Trace Context; not checked). */
export interface Announced extends LoggedNotice {
  readonly traceparent?: string | undefined;
}

/** The longest text of a foreign break, in UTF-16 units; ours are bounded by the request body. */
const MAX_MESSAGE = 16_384;

/**
 * Reads what came over the feed. `undefined` for anything that is neither a notice of ours nor a break in the
 * reference's shape: channels are open to every program that can reach the store.
 */
export function parseAnnouncement(
  meetingId: MeetingId,
  payload: string,
): Announced | ForeignNotice | undefined {
  const value = parseObject(payload);
  if (value === undefined) return undefined;
  const { id, prev, traceparent: cause, ...notice } = value;
  if (isRevision(id) && isRevision(prev)) {
    const known = isNoticeEvent(notice['event']) && notice['meeting_id'] === meetingId;
    const traceparent = typeof cause === 'string' ? cause : undefined;
    return known ? { id, prev, notice: notice as unknown as Notice, traceparent } : undefined;
  }
  return foreign(meetingId, notice);
}

function foreign(
  meetingId: MeetingId,
  { event, message, timestamp }: Record<string, unknown>,
): ForeignNotice | undefined {
  if (event !== 'rest_required' || typeof message !== 'string' || message.length > MAX_MESSAGE)
    return undefined;
  const at = timestampOf(timestamp);
  if (at === null) return undefined;
  const untimed = { rest_id: restIdAt(at), duration_seconds: null, ends_at: null };
  const text = { message, message_code: 'custom', language: 'ja' } as const;
  return { notice: { event, meeting_id: meetingId, ...text, timestamp: at, ...untimed } };
}

function parseObject(payload: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
