import type { CommandHistory, History, MemberHistory, Violation } from '../history.js';
import { framesOf, isNotice, isResync, knownNotices } from './reading.js';

const ANSWERS = [200, 503, undefined];

/**
 * A command is applied at most once: acknowledged, refused or unanswered, and however often it was sent under its key. After
 * Redis lost its data a key is lost with it; then a second time is excused, if all who heard the first were told.
 */
export function commandRule(history: History): Violation[] {
  return history.commands.flatMap((command) => [...oddAnswer(command), ...twice(history, command)]);
}

function oddAnswer({ status, command, sentAt }: CommandHistory): Violation[] {
  if (ANSWERS.includes(status)) return [];
  return [{ rule: 'answers', what: `${JSON.stringify(command)} was answered ${status ?? ''}`, at: sentAt }];
}

function twice(history: History, { meeting, command, sentAt }: CommandHistory): Violation[] {
  if (command.type !== 'rest') return [];
  const ids = knownNotices(history, meeting).filter(({ message }) => message === command.message);
  const [first] = ids;
  if (ids.length < 2 || !first) return [];
  const untold = history.members.filter((member) => heard(member, first.id) && !toldAfter(member, first.id));
  const excused = untold.length === 0 && history.members.some((member) => heard(member, first.id));
  if (excused) return [];
  const what = `${command.message} under ${ids.map(({ id }) => id).join(' and ')}`;
  return [{ rule: 'applied once', what, at: sentAt }];
}

const heard = (member: MemberHistory, id: string): boolean =>
  framesOf(member).some((frame) => isNotice(frame) && frame.id === id);

function toldAfter(member: MemberHistory, id: string): boolean {
  const frames = framesOf(member);
  return frames.slice(frames.findIndex((frame) => isNotice(frame) && frame.id === id)).some(isResync);
}
