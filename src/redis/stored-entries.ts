import { entryOf, type LogEntry } from '../domain/log-entry.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { isRevision, START, type Revision } from '../domain/revision.js';
import { parsed } from './stored-state.js';

/** An entry of a Redis stream: its id, and its fields and values in turn. */
type StreamEntry = [id: string, fields: string[]];

/**
 * Reads entries of a meeting's log that follow each other, oldest first; `after` is the id before the first, where the caller
 * knows it. Fields that this version does not know are left out. An entry without a `prev`, as only another program writes it, is
 * taken to follow the one before it.
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
    return entryOf(meetingId, { id, prev: isRevision(prev) ? prev : before }, parsed(fields.get('notice')));
  });
}
