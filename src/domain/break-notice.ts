import type { Meeting } from './meeting.js';
import type { RestRequired } from './notice.js';
import { textOf, type Language } from './texts.js';
import { later, secondsBetween, type Timestamp } from './timestamp.js';

/** A break as a leader calls it, or as the schedule plans it. */
export interface CalledBreak {
  /** Left out = the default text. */
  readonly message?: string;
  readonly durationSeconds?: number;
  /** In place of `durationSeconds`. */
  readonly endsAt?: Timestamp;
  /** Language of the default texts. Left out = Japanese, as in the reference. */
  readonly language?: Language;
}

/**
 * The notice that begins a break, whether a leader called the break or the schedule planned it.
 * `id` becomes its `rest_id`.
 */
export function breakNotice(
  meeting: Meeting,
  { message, language = 'ja', ...end }: CalledBreak,
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
    ...endOf(end, at),
  };
}

function endOf({ durationSeconds, endsAt }: Pick<CalledBreak, 'durationSeconds' | 'endsAt'>, at: Timestamp) {
  if (endsAt !== undefined) return { duration_seconds: secondsBetween(at, endsAt), ends_at: endsAt };
  if (durationSeconds !== undefined)
    return { duration_seconds: durationSeconds, ends_at: later(at, durationSeconds) };
  return { duration_seconds: null, ends_at: null };
}
