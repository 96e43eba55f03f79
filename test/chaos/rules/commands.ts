import { compareRevisions } from '../../../src/domain/revision.js';
import type { Call } from '../plan/calls.js';
import type { CommandHistory, History, LoggedEntry, MemberHistory, Violation } from '../history.js';
import { framesOf, isNotice, isResync, knownNotices, markOf } from './reading.js';

/** Statuses that every command may get; `undefined` stands for no answer. */
const ANSWERS = [200, 503, undefined];

const MISSING = 404;
const REFUSED = 409;
const INVALID = 422;

/**
 * Further allowed statuses: the meeting, break or plan does not exist, or the end came too close while the
 * call was repeated.
 */
const refusals: Readonly<Record<Call['type'], readonly number[]>> = {
  start: [],
  rest: [INVALID],
  resume: [MISSING],
  extend: [MISSING, REFUSED],
  set_schedule: [MISSING],
  skip: [MISSING, REFUSED],
  announce: [MISSING],
  more_time: [MISSING, REFUSED],
  undo: [REFUSED],
  end: [],
};

/**
 * A command is applied at most once, whatever its answer and however often it was sent under its key. If
 * Redis lost its data, it lost the key too: a second application is then excused if every member that
 * received the first was told.
 */
export function commandRule(history: History): Violation[] {
  return history.commands.flatMap((command) => [...oddAnswer(command), ...twice(history, command)]);
}

function oddAnswer({ status, command, sentAt }: CommandHistory): Violation[] {
  if ([...ANSWERS, ...refusals[command.type]].includes(status)) return [];
  return [{ rule: 'answers', what: `${JSON.stringify(command)} was answered ${status ?? ''}`, at: sentAt }];
}

function twice(history: History, command: CommandHistory): Violation[] {
  const { meeting, sentAt } = command;
  const mark = markOf(command);
  if (mark === undefined) return [];
  const entries = knownNotices(history, meeting).filter((entry) => entry.mark === mark);
  return isOnce(history, entries) ? [] : [{ rule: 'applied once', what: listed(mark, entries), at: sentAt }];
}

/**
 * Each break begins once, is suggested once and ends once, even if several causes end it at the same time. It
 * may end again after an undo of its end.
 */
export function endRule(history: History): Violation[] {
  return history.meetings.flatMap(({ meeting }) => {
    const known = knownNotices(history, meeting);
    const breaks = [...new Set(known.flatMap(({ breakId }) => breakId ?? []))];
    const suggestions = known.filter(({ event }) => event === 'rest_suggested');
    const times = [...new Set(suggestions.flatMap(({ timestamp }) => timestamp ?? []))];
    return [
      ...times.flatMap((time) =>
        once('suggested once', time, [suggestions.filter(({ timestamp }) => timestamp === time)]),
      ),
      ...breaks.flatMap((name) => [
        ...once('begun once', name, [named(name, 'rest_required')]),
        ...once('ended once', name, betweenUndos(named(name, 'rest_ended'), known)),
      ]),
    ];

    function named(name: string, event: string): LoggedEntry[] {
      return known.filter((entry) => entry.breakId === name && entry.event === event);
    }
  });

  function once(rule: string, name: string, groups: readonly LoggedEntry[][]): Violation[] {
    return groups.flatMap((group) =>
      isOnce(history, group) ? [] : [{ rule, what: listed(name, group), at: 0 }],
    );
  }
}

/** Splits the entries into groups: an undo of the last entry of a group starts the next group. */
function betweenUndos(entries: readonly LoggedEntry[], known: readonly LoggedEntry[]): LoggedEntry[][] {
  const groups: LoggedEntry[][] = [[]];
  for (const entry of entries) {
    const last = groups.at(-1)?.at(-1);
    if (last && known.some((other) => isUndo(other, last, entry))) groups.push([]);
    groups.at(-1)?.push(entry);
  }
  return groups;
}

const isUndo = ({ id, undoneId }: LoggedEntry, of: LoggedEntry, before: LoggedEntry): boolean =>
  undoneId !== undefined &&
  compareRevisions(undoneId, of.id) >= 0 &&
  compareRevisions(id, of.id) > 0 &&
  compareRevisions(id, before.id) < 0;

/** A command is undone at most once, and only as the last one; `all_back` alone may come in between. */
export function undoRule(history: History): Violation[] {
  return history.meetings.flatMap(({ meeting }) => {
    const known = knownNotices(history, meeting);
    const undos = known.filter(({ undoneId }) => undoneId !== undefined);
    return undos.flatMap((undo) => {
      const same = undos.filter(({ undoneId }) => undoneId === undo.undoneId);
      const late = known.filter(
        (entry) =>
          entry.event !== 'all_back' &&
          compareRevisions(entry.id, undo.undoneId ?? '') > 0 &&
          compareRevisions(entry.id, undo.id) < 0 &&
          !isTakenBack(history, entry),
      );
      if (late.length === 0 && isOnce(history, same)) return [];
      return [{ rule: 'undone once, at once', what: listed(undo.mark ?? '', [...late, undo]), at: 0 }];
    });
  });
}

/**
 * Whether the entries are one; or several, where every repetition follows a loss of which all who received
 * the first were told.
 */
function isOnce(history: History, entries: readonly LoggedEntry[]): boolean {
  const [first] = entries;
  if (entries.length < 2 || !first) return true;
  const untold = history.members.filter((member) => heard(member, first.id) && !toldAfter(member, first.id));
  return untold.length === 0 && history.members.some((member) => heard(member, first.id));
}

/** Whether Redis may have lost the entry, and every member that received it was told. */
const isTakenBack = (history: History, { id }: LoggedEntry): boolean =>
  history.members.every((member) => !heard(member, id) || toldAfter(member, id)) &&
  history.meetings.every(({ log }) => log.every((entry) => entry.id !== id));

const listed = (name: string, entries: readonly LoggedEntry[]): string =>
  `${name} under ${entries.map(({ id }) => id).join(' and ')}`;

const heard = (member: MemberHistory, id: string): boolean =>
  framesOf(member).some((frame) => isNotice(frame) && frame.id === id);

function toldAfter(member: MemberHistory, id: string): boolean {
  const frames = framesOf(member);
  return frames.slice(frames.findIndex((frame) => isNotice(frame) && frame.id === id)).some(isResync);
}
