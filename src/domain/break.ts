import type { Meeting, Break } from './meeting.js';
import type { Notice, RestEnded, RestRequired } from './notice.js';
import type { RestEndReason } from './notices.js';
import { BreakTooLong, BreakTooShort, InvalidField, MeetingNotFound, NoTimedBreak } from './refusals.js';
import { nextAfter } from './schedule.js';
import { textOf } from './texts.js';
import { later, secondsBetween, millisecondsBetween, type Timestamp } from './timestamp.js';

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

/** Throws {@link InvalidField} unless a break that is called now may end then. */
export function mustEndWithinADay(endsAt: Timestamp, now: Timestamp): void {
  const ms = Date.parse(endsAt) - Date.parse(now);
  if (ms >= MIN_BREAK_SECONDS * 1000 && ms <= MAX_BREAK_SECONDS * 1000) return;
  throw new InvalidField([
    { field: 'ends_at', message: `must be ${MIN_BREAK_SECONDS} seconds to 24 hours away; it is ${now} now` },
  ]);
}

/** Moves the end of the break by a number of seconds (negative = earlier), or to a time. */
export type MovedEnd = { readonly seconds: number } | { readonly endsAt: Timestamp };

/** The notice that moves the end of the break, or gives it one. */
export function extended(meeting: Meeting, to: MovedEnd, now: Timestamp): Notice {
  if (meeting.startedAt === null) throw new MeetingNotFound(meeting.id);
  const { currentBreak } = meeting;
  // A break of a later version has an end that this version does not know.
  if (!currentBreak || meeting.later?.['rest'] !== undefined) throw new NoTimedBreak(meeting.id);
  const moved = movedEnd(currentBreak, to);
  if (!moved) throw new NoTimedBreak(meeting.id);
  const { seconds, endsAt } = moved;
  if (millisecondsBetween(now, endsAt) < MIN_BREAK_SECONDS * 1000) throw new BreakTooShort(MIN_BREAK_SECONDS);
  if (seconds > MAX_BREAK_SECONDS) {
    const { durationSeconds, startedAt } = currentBreak;
    const left = durationSeconds === null ? null : MAX_BREAK_SECONDS - durationSeconds;
    throw new BreakTooLong(left, later(startedAt, MAX_BREAK_SECONDS));
  }
  return {
    event: 'rest_extended',
    meeting_id: meeting.id,
    timestamp: now,
    rest_id: currentBreak.id,
    duration_seconds: seconds,
    ends_at: endsAt,
  };
}

/** How long the break is after the command, and when it ends; `undefined` = it has no end to move. */
function movedEnd({ startedAt, endsAt, durationSeconds }: Break, to: MovedEnd) {
  if ('endsAt' in to) return { seconds: secondsBetween(startedAt, to.endsAt), endsAt: to.endsAt };
  if (endsAt === null || durationSeconds === null) return undefined;
  return { seconds: durationSeconds + to.seconds, endsAt: later(endsAt, to.seconds) };
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
