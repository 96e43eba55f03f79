import { noticeEvents } from '../../../src/meetings/notice.js';
import { compareRevisions } from '../../../src/meetings/revision.js';
import type { FrameHappening, History, LoggedEntry, MemberHistory } from '../history.js';

/** What the rules read a history by. */

/** The names of frames that carry a notice: its own, but for a break. */
export const NOTICES: ReadonlySet<string> = new Set(
  noticeEvents.map((event) => (event === 'rest_required' ? 'message' : event)),
);

export const framesOf = ({ happenings }: MemberHistory): FrameHappening[] =>
  happenings.filter((happening) => happening.kind === 'frame');

/** Notices of the log; what another program published has no id. */
export function isNotice(frame: FrameHappening): frame is FrameHappening & { id: string } {
  return NOTICES.has(frame.event) && frame.id !== undefined;
}

/** The member was told that it missed something, and how things are. */
export const isResync = ({ event, data }: FrameHappening): boolean =>
  event === 'state' && data['resync'] === true;

/** All notices of a meeting that are known of, by id: those the log still has, and those any member received. */
export function knownNotices(history: History, meeting: string): LoggedEntry[] {
  const known = new Map(logOf(history, meeting).map((entry) => [entry.id, entry]));
  for (const member of history.members.filter((member) => member.meeting === meeting)) {
    for (const frame of framesOf(member).filter(isNotice)) {
      const message = frame.event === 'message' ? String(frame.data['message']) : undefined;
      known.set(frame.id, { id: frame.id, event: String(frame.data['event']), message });
    }
  }
  return [...known.values()].sort((a, b) => compareRevisions(a.id, b.id));
}

export const logOf = ({ meetings }: History, meeting: string): readonly LoggedEntry[] =>
  meetings.find((final) => final.meeting === meeting)?.log ?? [];
