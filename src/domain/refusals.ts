import type { MeetingId } from './meeting-id.js';

/** Why a meeting's rules say no to a command or a question. */

export class MeetingNotFound extends Error {
  constructor(readonly id: MeetingId) {
    super(`There is no meeting ${id}: it was not started, or it has ended.`);
    this.name = 'MeetingNotFound';
  }
}

export class NoTimedBreak extends Error {
  constructor(readonly id: MeetingId) {
    super(`No break with an end is on in meeting ${id}: there is nothing to extend.`);
    this.name = 'NoTimedBreak';
  }
}

export class BreakTooLong extends Error {
  /** @param left  Seconds by which it can still be extended. */
  constructor(readonly left: number) {
    super(`A break lasts 24 hours at most: this one can be extended by up to ${left} seconds.`);
    this.name = 'BreakTooLong';
  }
}

export class NoPlannedBreak extends Error {
  constructor(readonly id: MeetingId) {
    super(`No break is planned in meeting ${id}: it has no schedule, or a break is on.`);
    this.name = 'NoPlannedBreak';
  }
}

export class SnoozedEnough extends Error {
  constructor(readonly most: number) {
    super(`A planned break can be put off ${most} times. Call it, or skip it.`);
    this.name = 'SnoozedEnough';
  }
}

export class NoBreakToAnswer extends Error {
  constructor(readonly id: MeetingId) {
    super(`Meeting ${id} had no break yet that could be answered, or another one since.`);
    this.name = 'NoBreakToAnswer';
  }
}

export class BreakIsOn extends Error {
  constructor(readonly id: MeetingId) {
    super(`A break is on in meeting ${id}: there is none to ask for.`);
    this.name = 'BreakIsOn';
  }
}

export class TooManyMembers extends Error {
  constructor(readonly most: number) {
    super(`At most ${most} different clients can answer one break.`);
    this.name = 'TooManyMembers';
  }
}
