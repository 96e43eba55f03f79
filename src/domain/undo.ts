import type { MeetingId } from './meeting-id.js';
import type { Meeting } from './meeting.js';
import type { Undone } from './notice.js';
import { NothingToUndo } from './refusals.js';
import type { Revision } from './revision.js';
import { millisecondsBetween, type Timestamp } from './timestamp.js';

/** How long a command can be taken back (docs/protocol.md). */
export const UNDO_WITHIN_SECONDS = 10;

/** The last command of a meeting, and the meeting before it, which an undo restores. */
export interface LastCommand {
  /** The id of its last notice. */
  readonly id: Revision;
  /** The name of its last notice. */
  readonly event: string;
  readonly timestamp: Timestamp;
  readonly before: Meeting;
}

/** The meeting that an undo restores. That everybody is back in the same break stays told. */
export function meetingBefore({ before }: LastCommand, { round }: Meeting): Meeting {
  return round && round.breakId === before.round?.breakId ? { ...before, round } : before;
}

/**
 * The notice that takes back the last command. The meeting is then `last.before`, which the notice does not
 * contain. Throws {@link NothingToUndo} when there is no such command, or it is too long ago.
 */
export function undone(id: MeetingId, last: LastCommand | undefined, now: Timestamp): Undone {
  if (!last || millisecondsBetween(last.timestamp, now) > UNDO_WITHIN_SECONDS * 1000)
    throw new NothingToUndo(id, UNDO_WITHIN_SECONDS);
  const { event, id: undone_id } = last;
  return { event: 'undone', meeting_id: id, timestamp: now, undone_event: event, undone_id };
}
