import { notStarted, type Meeting, type Rest } from '../meetings/meeting.js';
import type { MeetingId } from '../meetings/meeting-id.js';
import { defaultMessage } from '../meetings/default-message.js';
import { foreignRestId, type Timestamp } from '../meetings/notice.js';

/** The hash of a meeting: the reference's three fields (contract §3) and, beside them, ours. */
export function toFields(meeting: Meeting): string[] {
  if (meeting.startedAt === null) return [];
  return Object.entries({
    rest_flg: String(meeting.rest !== null),
    started_at: meeting.startedAt,
    rest_started_at: meeting.rest?.startedAt ?? '',
    rest: meeting.rest ? JSON.stringify(meeting.rest) : '',
  }).flat();
}

/**
 * Reads a hash that we or another program wrote. One without a readable `started_at` is no meeting, so that the next
 * command writes it anew.
 */
export function fromFields(id: MeetingId, flat: readonly string[]): Meeting {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(flat[i] ?? '', flat[i + 1] ?? '');

  const startedAt = timestamp(fields.get('started_at'));
  if (startedAt === null) return notStarted(id);
  if (fields.get('rest_flg')?.toLowerCase() !== 'true') return { id, startedAt, rest: null };
  const restStartedAt = timestamp(fields.get('rest_started_at')) ?? startedAt;
  const ours = parseRest(fields.get('rest'));
  // Another program calls a break by the reference's fields alone; what ours says is then of an earlier one.
  const theirs: Rest = {
    id: foreignRestId(restStartedAt),
    message: defaultMessage,
    startedAt: restStartedAt,
    durationSeconds: null,
    endsAt: null,
    warnAt: null,
  };
  return { id, startedAt, rest: ours?.startedAt === restStartedAt ? { ...theirs, ...ours } : theirs };
}

function parseRest(json = ''): Rest | undefined {
  try {
    return JSON.parse(json) as Rest;
  } catch {
    return undefined;
  }
}

/** Python's `isoformat()` leaves the zone out and has six decimals; every time in Redis is UTC. */
function timestamp(text: string | undefined): Timestamp | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/.exec(text ?? '');
  if (!match) return null;
  const [, date, time, fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
