import { mustHaveRoomToAnnounce } from './announcements.js';
import { ended, extended, mustEndWithinADay, type MovedEnd } from './break.js';
import { breakNotice, type CalledBreak } from './break-notice.js';
import type { Meeting } from './meeting.js';
import type { Notice } from './notice.js';
import type { RestEndReason } from './notices.js';
import { MeetingNotFound } from './refusals.js';
import { planAfterStart, removeSchedule, setSchedule, skip, snooze } from './schedule.js';
import type { Schedule } from './schedule-fields.js';
import { textOf } from './texts.js';
import type { Timestamp } from './timestamp.js';

/** The input of a decision, besides the fields of the command. */
interface Basis {
  /** The meeting without due notices. */
  readonly meeting: Meeting;
  readonly now: Timestamp;
  /** The id of a break that the command begins. */
  readonly breakId: string;
}

interface Rule<Fields> {
  /** The notices that the command causes. Throws a refusal (see refusals.ts) if the rules forbid the command. */
  readonly decide: (basis: Basis, fields: Fields) => readonly Notice[];
  readonly isUndoable: boolean;
}

/** A command that can be taken back (undo.ts). */
const undoable = <Fields>(decide: Rule<Fields>['decide']): Rule<Fields> => ({ decide, isUndoable: true });

/** A command that cannot be taken back. */
const final = <Fields>(decide: Rule<Fields>['decide']): Rule<Fields> => ({ decide, isUndoable: false });

/**
 * All commands: the fields of each one, its rule, and whether it can be taken back. This is the only
 * declaration of a command; its type is derived from here.
 */
export const commands = {
  start: undoable((basis, { title }: { readonly title?: string }) => [
    ...over(basis, 'restarted'),
    started(basis, title ?? null),
    ...planAfterStart(basis.meeting, basis.now),
  ]),

  rest: undoable((basis, called: CalledBreak) => {
    const { meeting, now, breakId } = basis;
    if (called.endsAt !== undefined) mustEndWithinADay(called.endsAt, now);
    const required = breakNotice(meeting, called, now, breakId);
    return meeting.startedAt === null
      ? [started(basis, null), required]
      : [...over(basis, 'restarted'), required];
  }),

  resume: undoable((basis) => {
    mustBeStarted(basis.meeting);
    return over(basis, 'leader');
  }),

  extend: undoable(({ meeting, now }, to: MovedEnd) => [extended(meeting, to, now)]),

  set_schedule: undoable(({ meeting, now }, { schedule }: { readonly schedule: Schedule }) => {
    mustBeStarted(meeting);
    return [setSchedule(meeting, schedule, now)];
  }),

  remove_schedule: undoable(({ meeting, now }) => {
    mustBeStarted(meeting);
    return removeSchedule(meeting, now);
  }),

  snooze: undoable(({ meeting, now }, { minutes }: { readonly minutes: number }) => {
    mustBeStarted(meeting);
    return [snooze(meeting, minutes, now)];
  }),

  skip: undoable(({ meeting, now }) => {
    mustBeStarted(meeting);
    return [skip(meeting, now)];
  }),

  announce: final(({ meeting, now }, { message }: { readonly message: string }) => {
    mustBeStarted(meeting);
    mustHaveRoomToAnnounce(meeting);
    return [{ event: 'announcement', meeting_id: meeting.id, timestamp: now, message }];
  }),

  /** An internal command: the service sends it when the last member is back from that break. */
  all_back: final(({ meeting: { id, round }, now }, { breakId }: { readonly breakId: string }) => {
    if (round?.breakId !== breakId || round.allBack) return [];
    const message = textOf('all_back', round.language);
    return [{ event: 'all_back', meeting_id: id, timestamp: now, rest_id: breakId, message }];
  }),

  /** Final, because it leaves nothing to go back to. */
  end: final((basis) => {
    const { meeting, now } = basis;
    return meeting.startedAt === null
      ? []
      : [...over(basis, 'meeting_ended'), { event: 'meeting_ended', meeting_id: meeting.id, timestamp: now }];
  }),

  /** An undo needs the meeting before the last command, so `undone` (undo.ts) makes its notice. */
  undo: final(() => []),
} as const;

type FieldsOf<R> = R extends Rule<infer Fields> ? Fields : never;

export type Command = {
  [Type in keyof typeof commands]: { readonly type: Type } & FieldsOf<(typeof commands)[Type]>;
}[keyof typeof commands];

/** The rule for a command. */
export function ruleOf({ type }: Command): Rule<Command> {
  // The compiler does not see that the rule of this type takes the command of this type.
  return commands[type] as Rule<Command>;
}

function started({ meeting, now }: Basis, title: string | null): Notice {
  return { event: 'meeting_started', meeting_id: meeting.id, timestamp: now, title };
}

/** The notice that ends the break that is on, if one is. */
function over({ meeting, now }: Basis, reason: RestEndReason): readonly Notice[] {
  return meeting.currentBreak ? [ended(meeting, meeting.currentBreak, reason, now)] : [];
}

function mustBeStarted({ id, startedAt }: Meeting): void {
  if (startedAt === null) throw new MeetingNotFound(id);
}
