import type { History } from './history.js';
import type { Meeting } from './meeting.js';
import { AnnouncedEnough } from './refusals.js';

/**
 * Maximum number of announcements while a meeting's log is kept; a new start does not reset the count. With
 * 500 characters each, they take a fifth of the megabyte that a returning member is sent at most.
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
 * push a break out of the log: `others` places are always left for other notices.
 */
export function logLimit(others: number, { history: { announced = 0 } }: Meeting): number {
  return others + announced;
}
