import { nameOf } from '../domain/display-name.js';
import { entryOf, type LogEntry } from '../domain/log-entry.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { isRevision, START, type Revision } from '../domain/revision.js';
import { parsed } from './json.js';

/** An entry of a Redis stream: its id, and its fields and values, alternating. */
type StreamEntry = [id: string, fields: string[]];

/**
 * Parses consecutive entries of a meeting's log, oldest first; `after` is the id before the first one, if the
 * caller knows it. Unknown fields are ignored. An entry without `prev`, which only another program writes,
 * counts as following the entry before it.
 */
export function entriesOf(
  meetingId: MeetingId,
  entries: readonly StreamEntry[],
  after: Revision = START,
): LogEntry[] {
  return entries.map(([id, flat], i) => {
    const fields = new Map<string, string>();
    for (let field = 0; field + 1 < flat.length; field += 2)
      fields.set(flat[field] ?? '', flat[field + 1] ?? '');
    const prev = fields.get('prev');
    const before = entries[i - 1]?.[0] ?? after;
    const place = { id, prev: isRevision(prev) ? prev : before, by: nameOf(fields.get('by')) };
    return entryOf(meetingId, place, parsed(fields.get('notice')));
  });
}
