import type { Meeting, Plan } from './meeting.js';
import { breakIdAt, type Notice } from './notice.js';
import { nextTime } from './clock-times.js';
import { presetNames, presets, type Preset } from './presets.js';
import { isByClock, type Schedule } from './schedule-fields.js';
import type { ScheduleChange } from './notices.js';
import { NoPlannedBreak, SnoozedEnough, SnoozeTooLong } from './refusals.js';
import { breakNotice } from './break-notice.js';
import { textOf } from './texts.js';
import { later, latest, millisecondsBetween, type Timestamp } from './timestamp.js';

/** The preset whose minutes a schedule has. */
function presetOf(schedule: Schedule): Preset | null {
  if (isByClock(schedule)) return null;
  const { every_minutes, duration_minutes } = schedule;
  const isSame = (name: Preset) =>
    presets[name].every_minutes === every_minutes && presets[name].duration_minutes === duration_minutes;
  return presetNames.find(isSame) ?? null;
}

export const MAX_SNOOZES = 2;

/**
 * Minimum time between setting a schedule and its first break, so that an overdue break does not surprise
 * members.
 */
const MIN_NOTICE_SECONDS = 60;

export function planned(schedule: Schedule, nextBreakAt: Timestamp | null): Plan {
  return { schedule, nextBreakAt, warned: false, snoozes: 0, suggested: false };
}

/** The time of the next break after work began, or after another planned break. */
export function nextAfter(schedule: Schedule, workingSince: Timestamp): Timestamp {
  if (isByClock(schedule)) return nextTime(schedule, workingSince);
  return later(workingSince, schedule.every_minutes * 60);
}

/** When the plan next causes a notice; `null` = never. */
export function planDueAt({ schedule, nextBreakAt, warned }: Plan): Timestamp | null {
  if (nextBreakAt === null || warned || schedule.warn_seconds === 0) return nextBreakAt;
  return later(nextBreakAt, -schedule.warn_seconds);
}

/** The next notice that the plan causes, if its time has come. */
export function planDue(meeting: Meeting, now: Timestamp): Notice | undefined {
  const { plan } = meeting;
  const dueAt = plan && planDueAt(plan);
  if (!plan?.nextBreakAt || !dueAt || dueAt > now) return undefined;
  const { schedule, nextBreakAt } = plan;
  const { mode, duration_minutes, language } = schedule;
  const about = { meeting_id: meeting.id, timestamp: nextBreakAt };
  if (now < nextBreakAt) {
    const message = textOf('rest_upcoming', language);
    return { event: 'rest_upcoming', ...about, timestamp: now, next_rest_at: nextBreakAt, mode, message };
  }
  const endsAt = later(nextBreakAt, duration_minutes * 60);
  // No process read the meeting during the whole break. Skip the missed breaks, and count work from now: the
  // time without readers, such as a night, was not work.
  if (endsAt <= now) return changed(meeting, 'slept', planned(schedule, nextAfter(schedule, now)), now);
  if (mode === 'suggest') {
    const again = nextAfter(schedule, nextBreakAt);
    const next_rest_at = again > now ? again : nextAfter(schedule, now);
    const message = textOf('rest_suggested', language);
    return { event: 'rest_suggested', ...about, duration_minutes, next_rest_at, message };
  }
  const rest = { durationSeconds: duration_minutes * 60, language };
  return breakNotice(meeting, rest, nextBreakAt, breakIdAt(nextBreakAt));
}

export function setSchedule(meeting: Meeting, schedule: Schedule, now: Timestamp): Notice {
  const { workingSince } = meeting;
  if (isByClock(schedule)) {
    // `10:30`, set at 10:29, means today.
    return changed(meeting, 'set', planned(schedule, workingSince && nextTime(schedule, now)), now);
  }
  const soonest = later(now, Math.max(schedule.warn_seconds, MIN_NOTICE_SECONDS));
  const nextBreakAt = workingSince && latest(nextAfter(schedule, workingSince), soonest);
  return changed(meeting, 'set', planned(schedule, nextBreakAt), now);
}

/** A plan by the clock survives a start of the meeting, which everything else of the meeting does not. */
export function planAfterStart(meeting: Meeting, now: Timestamp): readonly Notice[] {
  const { plan } = meeting;
  if (!plan || !isByClock(plan.schedule)) return [];
  return [setSchedule({ ...meeting, workingSince: now }, plan.schedule, now)];
}

export function removeSchedule(meeting: Meeting, now: Timestamp): readonly Notice[] {
  return meeting.plan || meeting.later?.['plan'] !== undefined
    ? [changed(meeting, 'removed', null, now)]
    : [];
}

/** Puts the next break off. A break that was suggested and not taken is suggested again. */
export function snooze(meeting: Meeting, minutes: number, now: Timestamp): Notice {
  const { plan, nextBreakAt } = comingBreak(meeting);
  if (plan.snoozes >= MAX_SNOOZES) throw new SnoozedEnough(MAX_SNOOZES);
  const putOff = later(plan.suggested ? now : nextBreakAt, minutes * 60);
  if (isByClock(plan.schedule)) {
    const following = plan.suggested ? nextBreakAt : nextTime(plan.schedule, nextBreakAt);
    if (putOff >= following) throw new SnoozeTooLong(following);
  }
  const next = { ...planned(plan.schedule, putOff), snoozes: plan.snoozes + 1 };
  return changed(meeting, 'snoozed', next, now);
}

/**
 * Leaves the next break out. After a suggestion, the plan already holds the break after the suggested one.
 */
export function skip(meeting: Meeting, now: Timestamp): Notice {
  const { plan, nextBreakAt } = comingBreak(meeting);
  const next = plan.suggested ? nextBreakAt : nextAfter(plan.schedule, nextBreakAt);
  return changed(meeting, 'skipped', planned(plan.schedule, next), now);
}

function comingBreak({ id, plan }: Meeting): { plan: Plan; nextBreakAt: Timestamp } {
  if (!plan?.nextBreakAt) throw new NoPlannedBreak(id);
  return { plan, nextBreakAt: plan.nextBreakAt };
}

function changed(meeting: Meeting, reason: ScheduleChange, plan: Plan | null, now: Timestamp): Notice {
  const preset = plan && presetOf(plan.schedule);
  const stretch_minutes = plan && stretchOf(plan, reason === 'slept' ? now : meeting.workingSince);
  return {
    event: 'schedule_changed',
    meeting_id: meeting.id,
    timestamp: now,
    reason,
    schedule: plan?.schedule ?? null,
    next_rest_at: plan?.nextBreakAt ?? null,
    snoozes_left: MAX_SNOOZES - (plan?.snoozes ?? 0),
    preset,
    stretch_minutes,
    within_guideline:
      preset && stretch_minutes !== null ? stretch_minutes <= presets[preset].every_minutes : null,
  };
}

/**
 * Minutes of work without a break, if the next break comes as planned.
 * During a break only a plan by minutes knows.
 */
function stretchOf({ schedule, nextBreakAt }: Plan, workingSince: Timestamp | null): number | null {
  if (nextBreakAt && workingSince) return Math.ceil(millisecondsBetween(workingSince, nextBreakAt) / 60_000);
  return isByClock(schedule) ? null : schedule.every_minutes;
}
