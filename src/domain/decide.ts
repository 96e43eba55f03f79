import { ruleOf, type Command } from './commands.js';
import { evolve } from './evolve.js';
import type { Meeting } from './meeting.js';
import type { Notice } from './notice.js';
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
  return ruleOf(command).decide({ meeting, now, breakId }, command);
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
  return { notices, next, undoTo: notices.length > 0 && ruleOf(command).isUndoable ? meeting : undefined };
}
