import type { Meeting } from './meeting.js';
import type { MeetingId } from './meeting-id.js';
import type { Timestamp } from './notice.js';
import type { Revision } from './revision.js';

/** A meeting as clients see it whole (contract §6): on the stream as `state`, in the log's answer when it cannot go on. */
export interface Snapshot {
  readonly meeting_id: MeetingId;
  readonly phase: 'not_started' | 'in_progress' | 'on_break';
  readonly started_at: Timestamp | null;
  readonly rest: RestSnapshot | null;
  /** The last notice that is in it. */
  readonly cursor: Revision;
  readonly server_time: Timestamp;
}

/** The break that is on. `server_time` of the snapshot is what its countdown starts from. */
export interface RestSnapshot {
  readonly rest_id: string;
  readonly message: string;
  readonly started_at: Timestamp;
  readonly duration_seconds: number | null;
  readonly ends_at: Timestamp | null;
}

export function snapshotOf(meeting: Meeting, cursor: Revision, now: Timestamp): Snapshot {
  const { id, startedAt, rest } = meeting;
  return {
    meeting_id: id,
    phase: startedAt === null ? 'not_started' : rest === null ? 'in_progress' : 'on_break',
    started_at: startedAt,
    rest: rest && {
      rest_id: rest.id,
      message: rest.message,
      started_at: rest.startedAt,
      duration_seconds: rest.durationSeconds,
      ends_at: rest.endsAt,
    },
    cursor,
    server_time: now,
  };
}
