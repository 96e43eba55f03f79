import { evolve } from './evolve.js';
import type { Meeting } from './meeting.js';
import type { Notice } from './notice.js';
import { ended } from './break.js';
import { planDue, planDueAt } from './schedule.js';
import { textOf } from './texts.js';
import type { Timestamp } from './timestamp.js';

/** When time alone makes something happen next; `null` = never. */
export function dueAt({ currentBreak, plan }: Meeting): Timestamp | null {
  if (currentBreak) return currentBreak.warnAt ?? currentBreak.endsAt;
  return plan && planDueAt(plan);
}

/**
 * What has become due by `now`, in order. Few steps, however long nobody looked: a break that is long over just ends, at its
 * time, nobody is warned of the past, and planned breaks that were slept through are left out.
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
