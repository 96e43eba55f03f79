import type { MeetingId } from './meeting-id.js';
import type { Meeting } from './meeting.js';
import { membersOf, type Members, type MemberCounts } from './members.js';
import type { Schedule } from './schedule-fields.js';
import type { Revision } from './revision.js';
import type { Timestamp } from './timestamp.js';

/** A meeting as clients see it whole (contract §6): on the stream as `state`, in the log's answer when it cannot go on. */
export interface Snapshot {
  readonly meeting_id: MeetingId;
  readonly phase: 'not_started' | 'in_progress' | 'on_break';
  readonly started_at: Timestamp | null;
  /** Since when there was no break; null while one is on. */
  readonly working_since: Timestamp | null;
  readonly rest: RestSnapshot | null;
  readonly schedule: Schedule | null;
  /** What the schedule plans next; null while a break is on. */
  readonly next_rest_at: Timestamp | null;
  readonly members: Members;
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

export function snapshotOf(
  { meeting, revision, tally }: { meeting: Meeting; revision: Revision; tally: MemberCounts },
  now: Timestamp,
): Snapshot {
  const { id, startedAt, currentBreak, plan } = meeting;
  return {
    meeting_id: id,
    phase: startedAt === null ? 'not_started' : currentBreak === null ? 'in_progress' : 'on_break',
    started_at: startedAt,
    working_since: meeting.workingSince,
    rest: currentBreak && {
      rest_id: currentBreak.id,
      message: currentBreak.message,
      started_at: currentBreak.startedAt,
      duration_seconds: currentBreak.durationSeconds,
      ends_at: currentBreak.endsAt,
    },
    schedule: plan?.schedule ?? null,
    next_rest_at: plan?.nextBreakAt ?? null,
    members: membersOf(meeting, tally),
    cursor: revision,
    server_time: now,
  };
}
