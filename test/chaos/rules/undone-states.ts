import { compareRevisions, START } from '../../../src/domain/revision.js';
import type { FrameHappening, History, LoggedEntry, MemberHistory, Violation } from '../history.js';
import { differs, evolve, type MeetingState } from './meeting-state.js';
import { beganByItself, framesOf, isNotice, isResync, knownNotices } from './reading.js';

/** A command causes at most three notices: a break ends, the meeting starts, its plan continues. */
const MOST_NOTICES = 3;

/** After an undo the state is the one before the undone command, for every member that saw both. */
export function undoneStateRule(history: History): Violation[] {
  return history.members.flatMap((member) => {
    const known = knownNotices(history, member.meeting);
    /** The member's states, by the id of the last notice in each. */
    const seen = new Map<string, MeetingState>();
    let undone: FrameHappening | undefined;
    return steps(member).flatMap(({ frame, after }) => {
      const restores = undone;
      undone = frame.event === 'undone' ? frame : undefined;
      if (isResync(frame)) seen.clear();
      const id = frame.event === 'state' ? String(frame.data['cursor']) : frame.id;
      if (after && id !== undefined) seen.set(id, after);
      if (!restores || !after || id !== restores.id || isResync(frame)) return [];
      const before = befores(known, String(restores.data['undone_id'])).map((place) => seen.get(place));
      // The log may have been trimmed past the undone notice, and no member may have received it.
      if (before.length === 0) return [];
      // Any of these may be the state before; one that the member did not see may be it, too.
      if (before.some((state) => !state || !differs(state, after))) return [];
      const what = `${member.name}: ${JSON.stringify(after)}, not ${JSON.stringify(before)}`;
      return [{ rule: 'an undo restores', what, at: frame.at }];
    });
  });
}

/** A break ends or begins by itself at the time that was told last, even if an undo restored that time. */
export function toldTimeRule(history: History): Violation[] {
  return history.members.flatMap((member) =>
    steps(member).flatMap(({ frame, before }) => {
      const { event, data, at } = frame;
      const isEnd =
        event === 'rest_ended' && data['reason'] === 'timer' && before?.restId === data['rest_id'];
      const isBegin = event === 'rest_suggested' || (event === 'message' && beganByItself(data['rest_id']));
      const told = isEnd ? before?.endsAt : isBegin ? before?.nextRestAt : undefined;
      if (told === undefined || told === data['timestamp']) return [];
      const what = `${member.name}: ${JSON.stringify(data)}, told was ${JSON.stringify(told)}`;
      return [{ rule: isEnd ? 'ends when announced' : 'begins when announced', what, at }];
    }),
  );
}

interface Step {
  readonly frame: FrameHappening;
  readonly before: MeetingState | undefined;
  readonly after: MeetingState | undefined;
}

/**
 * The member's state before and after each frame that changes it. After a resync a member may still get
 * notices that the state already includes: these change nothing.
 */
function steps(member: MemberHistory): Step[] {
  let state: MeetingState | undefined;
  let told = START;
  return framesOf(member)
    .filter((frame) => isNotice(frame) || frame.event === 'state')
    .map((frame) => {
      const before = state;
      if (frame.event === 'state') told = String(frame.data['cursor']);
      else if (compareRevisions(frame.id ?? START, told) <= 0)
        return { frame, before: undefined, after: undefined };
      state = evolve(state, frame);
      return { frame, before, after: state };
    });
}

/**
 * Candidates for the revision before the command with this last notice: the ids before each notice of the
 * same time.
 */
function befores(known: readonly LoggedEntry[], lastNotice: string): string[] {
  const end = known.findIndex(({ id }) => id === lastNotice);
  const own = known.slice(Math.max(0, end + 1 - MOST_NOTICES), end + 1).reverse();
  const others = own.findIndex(({ timestamp }) => timestamp !== known[end]?.timestamp);
  const count = others < 0 ? own.length : others;
  return Array.from({ length: count }, (_, i) => known[end - i - 1]?.id ?? START);
}
