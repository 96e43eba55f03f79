import type { CommandHistory, History, LoggedEntry, MemberHistory, Violation } from '../history.js';
import { framesOf, isNotice, isResync, knownNotices, textOf } from './reading.js';

/** An announcement finds no meeting where nobody started one, and no such route in the release before this one. */
const ANSWERS = [200, 503, undefined];
const MISSING = 404;

/**
 * A command is applied at most once: acknowledged, refused or unanswered, and however often it was sent under its key. After
 * Redis lost its data a key is lost with it; then a second time is excused, if all who heard the first were told.
 */
export function commandRule(history: History): Violation[] {
  return history.commands.flatMap((command) => [...oddAnswer(command), ...twice(history, command)]);
}

function oddAnswer({ status, command, sentAt }: CommandHistory): Violation[] {
  if (ANSWERS.includes(status) || (command.type === 'announce' && status === MISSING)) return [];
  return [{ rule: 'answers', what: `${JSON.stringify(command)} was answered ${status ?? ''}`, at: sentAt }];
}

function twice(history: History, { meeting, command, sentAt }: CommandHistory): Violation[] {
  const text = textOf(command);
  if (text === undefined) return [];
  const ids = knownNotices(history, meeting).filter(({ message }) => message === text);
  return isOnce(history, ids) ? [] : [{ rule: 'applied once', what: listed(text, ids), at: sentAt }];
}

/** A break that a leader or its time ended is over: it does not end again, whoever else was about to end it. */
export function endRule(history: History): Violation[] {
  return history.meetings.flatMap(({ meeting }) => {
    const ends = knownNotices(history, meeting).filter(({ event }) => event === 'rest_ended');
    const breaks = [...new Set(ends.map(({ breakId }) => breakId))];
    return breaks.flatMap((name) => {
      const its = ends.filter(({ breakId }) => breakId === name);
      return isOnce(history, its) ? [] : [{ rule: 'ended once', what: listed(name ?? '', its), at: 0 }];
    });
  });
}

/** Whether a thing is logged once; or again, after a loss that all who heard of the first were told of. */
function isOnce(history: History, entries: readonly LoggedEntry[]): boolean {
  const [first] = entries;
  if (entries.length < 2 || !first) return true;
  const untold = history.members.filter((member) => heard(member, first.id) && !toldAfter(member, first.id));
  return untold.length === 0 && history.members.some((member) => heard(member, first.id));
}

const listed = (name: string, entries: readonly LoggedEntry[]): string =>
  `${name} under ${entries.map(({ id }) => id).join(' and ')}`;

const heard = (member: MemberHistory, id: string): boolean =>
  framesOf(member).some((frame) => isNotice(frame) && frame.id === id);

function toldAfter(member: MemberHistory, id: string): boolean {
  const frames = framesOf(member);
  return frames.slice(frames.findIndex((frame) => isNotice(frame) && frame.id === id)).some(isResync);
}
