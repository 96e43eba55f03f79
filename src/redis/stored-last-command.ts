import type { MeetingId } from '../domain/meeting-id.js';
import type { Meeting } from '../domain/meeting.js';
import type { Notice } from '../domain/notice.js';
import { isRevision } from '../domain/revision.js';
import type { Language } from '../domain/texts.js';
import { isTimestamp } from '../domain/timestamp.js';
import type { LastCommand } from '../domain/undo.js';
import { fromFields, toFields } from './stored-meeting.js';
import { parsed } from './json.js';

/**
 * The last command and the meeting before it, as JSON. `commitMeeting` adds the `id`, which is not known
 * earlier.
 */
export function writeLastCommand(before: Meeting, last: Notice | undefined): string {
  if (!last) return '';
  const { event, timestamp } = last;
  return JSON.stringify({
    ...{ event, timestamp },
    fields: toFields(before),
    history: JSON.stringify(before.history),
  });
}

/** Parses it; `undefined` = there is nothing that this version can undo. */
export function readLastCommand(
  meetingId: MeetingId,
  json: string | null,
  language: Language,
): LastCommand | undefined {
  const { id, event, timestamp, fields, history } = Object(parsed(json)) as Record<string, unknown>;
  const isWhole =
    isRevision(id) && typeof event === 'string' && isTimestamp(timestamp) && typeof history === 'string';
  if (!isWhole || !Array.isArray(fields) || !fields.every((field) => typeof field === 'string'))
    return undefined;
  return { id, event, timestamp, before: fromFields(meetingId, fields, history, language) };
}
