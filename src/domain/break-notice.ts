import type { Command, Meeting } from './meeting.js';
import type { RestRequired } from './notice.js';
import { textOf } from './texts.js';
import { later, type Timestamp } from './timestamp.js';

/**
 * The notice that begins a break, whether a leader called the break or the schedule planned it.
 * `id` becomes its `rest_id`.
 */
export function breakNotice(
  meeting: Meeting,
  { message, durationSeconds, language = 'ja' }: Omit<Extract<Command, { type: 'rest' }>, 'type'>,
  at: Timestamp,
  id: string,
): RestRequired {
  return {
    event: 'rest_required',
    meeting_id: meeting.id,
    message: message ?? textOf('rest_required', language),
    timestamp: at,
    message_code: message === undefined ? 'default' : 'custom',
    language,
    rest_id: id,
    duration_seconds: durationSeconds ?? null,
    ends_at: durationSeconds === undefined ? null : later(at, durationSeconds),
  };
}
