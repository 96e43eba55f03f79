import type { MeetingId } from './meeting-id.js';
import { refusal } from './refusal.js';

/** The reasons why the rules of a meeting refuse a command or a query. */

export class MeetingNotFound extends refusal('meeting_not_found', 404, 'No such meeting') {
  constructor(readonly id: MeetingId) {
    super(`There is no meeting ${id}: it was not started, or it has ended.`);
  }
}

export class NoTimedBreak extends refusal('no_timed_break', 409, 'No break with an end is on') {
  constructor(readonly id: MeetingId) {
    super(`No break with an end is on in meeting ${id}: there is nothing to extend.`);
  }
}

export class BreakTooLong extends refusal('break_too_long', 409, 'The break would be too long') {
  /** @param left  Seconds by which the break can still be extended. */
  constructor(readonly left: number) {
    super(`A break lasts 24 hours at most: this one can be extended by up to ${left} seconds.`);
  }
}

export class NoPlannedBreak extends refusal('no_planned_break', 409, 'No break is planned') {
  constructor(readonly id: MeetingId) {
    super(`No break is planned in meeting ${id}: it has no schedule, or a break is on.`);
  }
}

export class SnoozedEnough extends refusal('snoozed_enough', 409, 'The break was put off often enough') {
  constructor(readonly most: number) {
    super(`A planned break can be put off ${most} times. Call it, or skip it.`);
  }
}

export class NoBreakToAnswer extends refusal('no_break', 409, 'No break to answer') {
  constructor(readonly id: MeetingId) {
    super(`Meeting ${id} had no break yet that could be answered, or another one since.`);
  }
}

export class BreakIsOn extends refusal('break_is_on', 409, 'A break is on') {
  constructor(readonly id: MeetingId) {
    super(`A break is on in meeting ${id}: there is none to ask for.`);
  }
}

export class TooManyMembers extends refusal('too_many_members', 409, 'Too many members answered') {
  constructor(readonly most: number) {
    super(`At most ${most} different clients can answer one break.`);
  }
}
