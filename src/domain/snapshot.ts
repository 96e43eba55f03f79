import type { MeetingId } from './meeting-id.js';
import type { Meeting } from './meeting.js';
import { membersOf, type Members, type MemberCounts } from './members.js';
import { toldSchedule, type ToldSchedule } from './schedule-fields.js';
import type { Revision } from './revision.js';
import type { Timestamp } from './timestamp.js';

/**
 * A meeting as clients see it (docs/protocol.md): the `state` frame of a stream, and part of the log's answer
 * when the log cannot continue from the client's cursor.
 */
export interface Snapshot {
  readonly meeting_id: MeetingId;
  readonly phase: 'not_started' | 'in_progress' | 'on_break';
  readonly started_at: Timestamp | null;
  readonly title: string | null;
  /** Start of the current stretch of work; null during a break. */
  readonly working_since: Timestamp | null;
  readonly rest: RestSnapshot | null;
  readonly schedule: ToldSchedule | null;
  /** The next planned break; null during a break. */
  readonly next_rest_at: Timestamp | null;
  readonly members: Members;
  /** The last notice that the snapshot includes. */
  readonly cursor: Revision;
  readonly server_time: Timestamp;
}

/** The current break. Clients count down from the snapshot's `server_time`. */
export interface RestSnapshot {
  readonly rest_id: string;
  readonly message: string;
  readonly started_at: Timestamp;
  readonly duration_seconds: number | null;
  readonly ends_at: Timestamp | null;
}

export function snapshotOf(
  { meeting, revision, counts }: { meeting: Meeting; revision: Revision; counts: MemberCounts },
  now: Timestamp,
): Snapshot {
  const { id, startedAt, title, currentBreak, plan } = meeting;
  return {
    meeting_id: id,
    phase: startedAt === null ? 'not_started' : currentBreak === null ? 'in_progress' : 'on_break',
    started_at: startedAt,
    title,
    working_since: meeting.workingSince,
    rest: currentBreak && {
      rest_id: currentBreak.id,
      message: currentBreak.message,
      started_at: currentBreak.startedAt,
      duration_seconds: currentBreak.durationSeconds,
      ends_at: currentBreak.endsAt,
    },
    schedule: plan && toldSchedule(plan.schedule),
    next_rest_at: plan?.nextBreakAt ?? null,
    members: membersOf(meeting, counts),
    cursor: revision,
    server_time: now,
  };
}
