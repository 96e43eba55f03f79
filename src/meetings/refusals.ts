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
