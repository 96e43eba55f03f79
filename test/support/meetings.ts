import { decide } from '../../src/domain/decide.js';
import { due } from '../../src/domain/due.js';
import { evolve } from '../../src/domain/evolve.js';
import type { Command } from '../../src/domain/commands.js';
import { notStarted, type Meeting } from '../../src/domain/meeting.js';
import type { Timestamp } from '../../src/domain/timestamp.js';

export const ZERO = Date.UTC(2025, 9, 17, 10, 30);
/** The time `seconds` after `ZERO`. */
export const at = (seconds: number): Timestamp => new Date(ZERO + seconds * 1000).toISOString();

/** The meeting after a command. */
export const after = (meeting: Meeting, command: Command, now = at(0)) =>
  decide(meeting, command, now, 'new').reduce(evolve, meeting);

/** The names of the notices that a command causes. */
export const happens = (meeting: Meeting, command: Command, now = at(0)) =>
  decide(meeting, command, now, 'new').map((notice) =>
    notice.event === 'rest_ended' ? `${notice.event}: ${notice.reason}` : notice.event,
  );

/** The names of the notices that are due at a time. */
export const passes = (meeting: Meeting, now: Timestamp) => due(meeting, now).map(({ event }) => event);

export const none = notStarted('abc');
export const running = after(none, { type: 'start' });
export const onBreak = after(running, { type: 'rest', message: 'tea' });
export const timed = after(running, { type: 'rest', message: 'tea', durationSeconds: 600 });
