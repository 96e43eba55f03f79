import { evolve } from './evolve.js';
import type { Meeting } from './meeting.js';
import type { Notice } from './notice.js';
import { ended } from './break.js';
import { planDue, planDueAt } from './schedule.js';
import { textOf } from './texts.js';
import type { Timestamp } from './timestamp.js';

/** The time of the next notice that is due without a command; `null` = never. */
export function dueAt({ currentBreak, plan }: Meeting): Timestamp | null {
  if (currentBreak) return currentBreak.warnAt ?? currentBreak.endsAt;
  return plan && planDueAt(plan);
}

/** Whether a break is on, or is planned to begin by `time`. */
export function hasBreakBy({ currentBreak, plan }: Meeting, time: Timestamp): boolean {
  return currentBreak !== null || (plan?.nextBreakAt != null && plan.nextBreakAt <= time);
}

/**
 * The notices that have become due by `now`, in order.
 * The number of notices stays small, however long no process read the meeting: a break that is long over ends
 * at its planned time, without a late warning, and missed planned breaks are left out.
 */
export function due(meeting: Meeting, now: Timestamp): readonly Notice[] {
  const notices: Notice[] = [];
  let current = meeting;
  for (let next = step(current, now); next; next = step(current, now)) {
    notices.push(next);
    current = evolve(current, next);
  }
  return notices;
}

function step(meeting: Meeting, now: Timestamp): Notice | undefined {
  return meeting.currentBreak ? breakDue(meeting, now) : planDue(meeting, now);
}

function breakDue(meeting: Meeting, now: Timestamp): Notice | undefined {
  const { currentBreak } = meeting;
  if (currentBreak?.endsAt && currentBreak.endsAt <= now)
    return ended(meeting, currentBreak, 'timer', currentBreak.endsAt);
  if (!currentBreak?.endsAt || !currentBreak.warnAt || currentBreak.warnAt > now) return undefined;
  const { id, durationSeconds, endsAt, language } = currentBreak;
  return {
    event: 'rest_ending_soon',
    meeting_id: meeting.id,
    timestamp: now,
    rest_id: id,
    duration_seconds: durationSeconds ?? 0,
    ends_at: endsAt,
    message: textOf('rest_ending_soon', language),
  };
}
