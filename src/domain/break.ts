import type { Meeting, Break } from './meeting.js';
import type { Notice, RestEnded, RestRequired } from './notice.js';
import type { RestEndReason } from './notices.js';
import { BreakTooLong, MeetingNotFound, NoTimedBreak } from './refusals.js';
import { nextAfter } from './schedule.js';
import { textOf } from './texts.js';
import { later, type Timestamp } from './timestamp.js';

/** Shortest and longest break that a leader may call, in seconds (docs/protocol.md). */
export const MIN_BREAK_SECONDS = 10;
export const MAX_BREAK_SECONDS = 86_400;

/**
 * Breaks shorter than this, in seconds, end without a warning: the warning would follow right after the
 * start.
 */
const WARNED_FROM_SECONDS = 180;
const WARNING_SECONDS = 60;

export function ended({ id, plan }: Meeting, rest: Break, reason: RestEndReason, at: Timestamp): RestEnded {
  // The notice that replaces a break (a new break, a start, the end of the meeting) announces what comes
  // next.
  const goesOn = reason === 'timer' || reason === 'leader';
  return {
    event: 'rest_ended',
    meeting_id: id,
    timestamp: at,
    rest_id: rest.id,
    reason,
    next_rest_at: plan && goesOn ? nextAfter(plan.schedule, at) : null,
    message: textOf('rest_ended', rest.language),
  };
}

export function extended(meeting: Meeting, seconds: number, now: Timestamp): Notice {
  if (meeting.startedAt === null) throw new MeetingNotFound(meeting.id);
  const { currentBreak } = meeting;
  if (!currentBreak?.endsAt || currentBreak.durationSeconds === null) throw new NoTimedBreak(meeting.id);
  const duration = currentBreak.durationSeconds + seconds;
  if (duration > MAX_BREAK_SECONDS) throw new BreakTooLong(MAX_BREAK_SECONDS - currentBreak.durationSeconds);
  return {
    event: 'rest_extended',
    meeting_id: meeting.id,
    timestamp: now,
    rest_id: currentBreak.id,
    duration_seconds: duration,
    ends_at: later(currentBreak.endsAt, seconds),
  };
}

/** The fields of a break that describe its end, computed from a notice that announces the end. */
export function endingOf({
  duration_seconds,
  ends_at,
  timestamp,
}: Pick<RestRequired, 'duration_seconds' | 'ends_at' | 'timestamp'>): Pick<
  Break,
  'durationSeconds' | 'endsAt' | 'warnAt'
> {
  const warned = ends_at !== null && duration_seconds !== null && duration_seconds >= WARNED_FROM_SECONDS;
  const warnAt = warned ? later(ends_at, -WARNING_SECONDS) : null;
  return {
    durationSeconds: duration_seconds,
    endsAt: ends_at,
    warnAt: warnAt !== null && warnAt > timestamp ? warnAt : null,
  };
}
