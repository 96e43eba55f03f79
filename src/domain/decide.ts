import type { Command, Meeting } from './meeting.js';
import type { Notice } from './notice.js';
import type { RestEndReason } from './notices.js';
import { MeetingNotFound } from './refusals.js';
import { mustHaveRoomToAnnounce } from './announcements.js';
import { breakNotice } from './break-notice.js';
import { ended, extended, mustEndWithinADay } from './break.js';
import { planAfterStart, removeSchedule, setSchedule, skip, snooze } from './schedule.js';
import { evolve } from './evolve.js';
import { isUndoable } from './undo.js';
import { textOf } from './texts.js';
import type { Timestamp } from './timestamp.js';

/**
 * The notices that a command causes in a meeting without due notices.
 * `breakId` becomes the id of a break that the command begins. Throws a refusal (see refusals.ts) when the
 * rules forbid the command.
 */
export function decide(
  meeting: Meeting,
  command: Command,
  now: Timestamp,
  breakId: string,
): readonly Notice[] {
  const about = { meeting_id: meeting.id, timestamp: now };
  const started = (title: string | null): Notice => ({ event: 'meeting_started', ...about, title });
  const over = (reason: RestEndReason) =>
    meeting.currentBreak ? [ended(meeting, meeting.currentBreak, reason, now)] : [];
  switch (command.type) {
    case 'start':
      return [...over('restarted'), started(command.title ?? null), ...planAfterStart(meeting, now)];
    case 'rest': {
      if (command.endsAt !== undefined) mustEndWithinADay(command.endsAt, now);
      const required = breakNotice(meeting, command, now, breakId);
      return meeting.startedAt === null ? [started(null), required] : [...over('restarted'), required];
    }
    case 'resume':
      mustBeStarted(meeting);
      return over('leader');
    case 'extend':
      return [extended(meeting, command, now)];
    case 'set_schedule':
      mustBeStarted(meeting);
      return [setSchedule(meeting, command.schedule, now)];
    case 'remove_schedule':
      mustBeStarted(meeting);
      return removeSchedule(meeting, now);
    case 'snooze':
      mustBeStarted(meeting);
      return [snooze(meeting, command.minutes, now)];
    case 'skip':
      mustBeStarted(meeting);
      return [skip(meeting, now)];
    case 'announce':
      mustBeStarted(meeting);
      mustHaveRoomToAnnounce(meeting);
      return [{ event: 'announcement', ...about, message: command.message }];
    case 'all_back':
      return allBack(meeting, command.breakId, now);
    case 'undo':
      // An undo needs the meeting before the last command: see `undone`.
      return [];
    case 'end':
      return meeting.startedAt === null
        ? []
        : [...over('meeting_ended'), { event: 'meeting_ended', ...about }];
    default:
      return command satisfies never;
  }
}

/** The result of a command: its notices, the meeting after them, and the meeting that an undo restores. */
export interface Decision {
  readonly notices: readonly Notice[];
  readonly next: Meeting;
  /** Left out = the command cannot be taken back. */
  readonly undoTo?: Meeting | undefined;
}

export function decision(meeting: Meeting, command: Command, now: Timestamp, breakId: string): Decision {
  const notices = decide(meeting, command, now, breakId);
  const next = notices.reduce(evolve, meeting);
  return { notices, next, undoTo: notices.length > 0 && isUndoable(command) ? meeting : undefined };
}

function mustBeStarted({ id, startedAt }: Meeting): void {
  if (startedAt === null) throw new MeetingNotFound(id);
}

function allBack({ id, round }: Meeting, breakId: string, now: Timestamp): readonly Notice[] {
  if (round?.breakId !== breakId || round.allBack) return [];
  const message = textOf('all_back', round.language);
  return [{ event: 'all_back', meeting_id: id, timestamp: now, rest_id: breakId, message }];
}
