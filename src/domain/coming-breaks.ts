import { lastTime } from './clock-times.js';
import type { Break, Meeting } from './meeting.js';
import { breakIdAt } from './notice.js';
import { nextAfter } from './schedule.js';
import { isByClock, type Schedule } from './schedule-fields.js';
import { later, type Timestamp } from './timestamp.js';

const DAY_SECONDS = 86_400;

/** A break by the meeting's plan: the one that is on, or one that is to come. */
export interface ComingBreak {
  /** Stays the same when the break is put off, and over a restart. */
  readonly id: string;
  readonly startsAt: Timestamp;
  readonly endsAt: Timestamp;
}

/**
 * The breaks of the next 24 hours, if nobody changes the plan; none without a plan.
 * The first one is the current break, if its end is known. While a break without an end is on, only a plan by
 * the clock knows the next one.
 */
export function comingBreaks(meeting: Meeting, now: Timestamp): readonly ComingBreak[] {
  const { plan, currentBreak } = meeting;
  if (!plan) return [];
  const { schedule } = plan;
  const breaks: ComingBreak[] = [];
  if (currentBreak?.endsAt) {
    const { startedAt, endsAt } = currentBreak;
    breaks.push({ id: idOfCurrent(meeting, schedule, currentBreak), startsAt: startedAt, endsAt });
  }
  const until = later(now, DAY_SECONDS);
  let startsAt = plan.nextBreakAt ?? nextAfterBreak(schedule, currentBreak, now);
  for (let count = 1; startsAt !== null && startsAt < until; count++) {
    const endsAt = later(startsAt, schedule.duration_minutes * 60);
    breaks.push({ id: idOfPlanned(meeting, schedule, startsAt, count), startsAt, endsAt });
    startsAt = nextAfter(schedule, endsAt);
  }
  return breaks;
}

function nextAfterBreak(schedule: Schedule, current: Break | null, now: Timestamp): Timestamp | null {
  if (current?.endsAt) return nextAfter(schedule, current.endsAt);
  return isByClock(schedule) ? nextAfter(schedule, now) : null;
}

/** By the clock, a break is known by its place in the day; by minutes, by how many came before it. */
function idOfPlanned(meeting: Meeting, schedule: Schedule, startsAt: Timestamp, count: number): string {
  if (isByClock(schedule)) return idByClock(meeting, lastTime(schedule, startsAt));
  return idByCount(meeting, meeting.history.breaks + count);
}

function idOfCurrent(meeting: Meeting, schedule: Schedule, { id, startedAt }: Break): string {
  if (!isByClock(schedule)) return idByCount(meeting, meeting.history.breaks);
  const isPlanned = id === breakIdAt(startedAt);
  return idByClock(meeting, isPlanned ? lastTime(schedule, startedAt) : startedAt);
}

function idByClock({ id }: Meeting, time: Timestamp): string {
  return `${id}-${Date.parse(time)}`;
}

function idByCount({ id, startedAt }: Meeting, number: number): string {
  return `${id}-${Date.parse(startedAt ?? '')}-${number}`;
}
