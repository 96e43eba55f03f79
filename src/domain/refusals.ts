import type { MeetingId } from './meeting-id.js';
import type { Timestamp } from './timestamp.js';
import { refusal } from './refusal.js';

/** The reasons why the rules of a meeting refuse a command or a query. */

/** A field is invalid: in itself, or at this moment. The answer has one line for each field. */
export class InvalidField extends refusal('invalid_request', 422, 'A field, parameter or id is invalid') {
  constructor(readonly errors: readonly { readonly field: string; readonly message: string }[]) {
    super(errors.map(({ field, message }) => `${field} ${message}`).join('; '));
  }
}

export class MeetingNotFound extends refusal('meeting_not_found', 404, 'No such meeting') {
  constructor(readonly id: MeetingId) {
    super(`There is no meeting ${id}: it was not started, or it has ended.`);
  }
}

export class NoTimedBreak extends refusal('no_timed_break', 409, 'No timed break is running') {
  constructor(readonly id: MeetingId) {
    super(`No timed break is running in meeting ${id}.`);
  }
}

export class BreakTooLong extends refusal('break_too_long', 409, 'The break would be too long') {
  /** @param left  Seconds by which the break can still be extended; `null` = it has no end yet. */
  constructor(left: number | null, latestEnd: Timestamp) {
    const by = left === null ? '' : `, by up to ${left} seconds`;
    super(`A break lasts 24 hours at most: this one can be extended to ${latestEnd}${by}.`);
  }
}

export class BreakTooShort extends refusal('break_too_short', 409, 'The break would be too short') {
  constructor(leastSeconds: number) {
    super(
      `A break ends ${leastSeconds} seconds from now at the earliest. To end it now, resume the meeting.`,
    );
  }
}

export class NothingToUndo extends refusal('nothing_to_undo', 409, 'Nothing to undo') {
  constructor(id: MeetingId, seconds: number) {
    super(
      `Nothing can be taken back in meeting ${id}: the last command is more than ${seconds} seconds ago, ` +
        'or something else happened since.',
    );
  }
}

export class NoPlannedBreak extends refusal('no_planned_break', 409, 'No break is planned') {
  constructor(readonly id: MeetingId) {
    super(`No break is planned in meeting ${id}: it has no schedule, or a break is on.`);
  }
}

export class SnoozedEnough extends refusal('snoozed_enough', 409, 'The break cannot be postponed again') {
  constructor(readonly most: number) {
    super(`A planned break can be put off ${most} times. Call it, or skip it.`);
  }
}

export class AnnouncedEnough extends refusal('announced_enough', 409, 'Enough was announced') {
  constructor(readonly most: number) {
    super(`A meeting takes ${most} announcements, until an hour after it ended.`);
  }
}

export class SnoozeTooLong extends refusal('snooze_too_long', 409, 'The next planned break comes first') {
  constructor(following: Timestamp) {
    super(
      `The next break is planned for ${following}: this one can be put off until shortly before it, or skipped.`,
    );
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
