import { evolve } from './evolve.js';
import type { Meeting } from './meeting.js';
import type { Notice } from './notice.js';
import { ended } from './rest.js';
import { planDue, planDueAt } from './schedule.js';
import { textOf } from './texts.js';
import type { Timestamp } from './timestamp.js';

/** When time alone makes something happen next; `null` = never. */
export function dueAt({ rest, plan }: Meeting): Timestamp | null {
  if (rest) return rest.warnAt ?? rest.endsAt;
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
  return meeting.rest ? restDue(meeting, now) : planDue(meeting, now);
}

function restDue(meeting: Meeting, now: Timestamp): Notice | undefined {
  const { rest } = meeting;
  if (rest?.endsAt && rest.endsAt <= now) return ended(meeting, rest, 'timer', rest.endsAt);
  if (!rest?.endsAt || !rest.warnAt || rest.warnAt > now) return undefined;
  const { id, durationSeconds, endsAt, language } = rest;
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
