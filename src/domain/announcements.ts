import type { History } from './history.js';
import type { Meeting } from './meeting.js';
import { AnnouncedEnough } from './refusals.js';

/**
 * Maximum number of announcements while a meeting's log is kept, also over a new start. With 500 characters
 * each they are a fifth of what a member who comes back is served (a megabyte).
 */
export const MAX_ANNOUNCEMENTS = 200;

export function mustHaveRoomToAnnounce({ history: { announced = 0 } }: Meeting): void {
  if (announced >= MAX_ANNOUNCEMENTS) throw new AnnouncedEnough(MAX_ANNOUNCEMENTS);
}

/** The history when the log is gone, and the announcements in it. */
export function withoutLog(history: History): History {
  return history.announced === undefined ? history : { ...history, announced: undefined };
}

/**
 * Maximum number of notices in the log of a meeting. Announcements have places of their own, so they never
 * push a break out of the log: there are always `others` places for everything else.
 */
export function logLimit(others: number, { history: { announced = 0 } }: Meeting): number {
  return others + announced;
}
