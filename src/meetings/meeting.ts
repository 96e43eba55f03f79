import type { MeetingId } from './meeting-id.js';
import type { Notice, RestEndReason, Timestamp } from './notice.js';
import { BreakTooLong, MeetingNotFound, NoTimedBreak } from './refusals.js';

/**
 * The rules of a meeting, as pure functions: `due` says what time alone makes happen, `decide` what a command does, `evolve`
 * what a notice changes. No I/O and no clock; replaying a meeting's notices through `evolve` gives its state.
 */
export interface Meeting {
  readonly id: MeetingId;
  /** `null` = not started, or ended: nothing is known of it. */
  readonly startedAt: Timestamp | null;
  /** The break that is on, if one is. */
  readonly rest: Rest | null;
}

export interface Rest {
  readonly id: string;
  readonly message: string;
  readonly startedAt: Timestamp;
  /** From its start to its end, as last announced. `null` = until a leader ends it; then `endsAt` is null too. */
  readonly durationSeconds: number | null;
  readonly endsAt: Timestamp | null;
  /** When members are to hear that it is about to end. `null` = never, or they did. */
  readonly warnAt: Timestamp | null;
}

export type Command =
  | { readonly type: 'start' }
  | { readonly type: 'rest'; readonly message: string; readonly durationSeconds?: number }
  | { readonly type: 'resume' }
  | { readonly type: 'extend'; readonly seconds: number }
  | { readonly type: 'end' };

/** Contract §6, in seconds. */
export const MIN_BREAK_SECONDS = 10;
export const MAX_BREAK_SECONDS = 86_400;

/** Breaks shorter than this end without a warning: it would come right after the beginning. */
const WARNED_FROM_SECONDS = 180;
const WARNING_SECONDS = 60;

export function notStarted(id: MeetingId): Meeting {
  return { id, startedAt: null, rest: null };
}

/** When time alone makes something happen next; `null` = never. */
export function dueAt({ rest }: Meeting): Timestamp | null {
  return rest && (rest.warnAt ?? rest.endsAt);
}

/** What has become due by `now`. A break that is long over just ends, at its time: nobody is warned of the past. */
export function due(meeting: Meeting, now: Timestamp): readonly Notice[] {
  const { rest } = meeting;
  if (rest?.endsAt && rest.endsAt <= now) return [ended(meeting.id, rest, 'timer', rest.endsAt)];
  if (!rest?.endsAt || !rest.warnAt || rest.warnAt > now) return [];
  const { id, durationSeconds, endsAt } = rest;
  const about = { meeting_id: meeting.id, timestamp: now, rest_id: id };
  return [{ event: 'rest_ending_soon', ...about, duration_seconds: durationSeconds ?? 0, ends_at: endsAt }];
}

/**
 * What a command makes happen in a meeting for which nothing is due. `restId` names the break it may begin. Throws a refusal
 * (see refusals.ts) when it cannot be done.
 */
export function decide(
  meeting: Meeting,
  command: Command,
  now: Timestamp,
  restId: string,
): readonly Notice[] {
  const about = { meeting_id: meeting.id, timestamp: now };
  const started: Notice = { event: 'meeting_started', ...about };
  const over = (reason: RestEndReason) =>
    meeting.rest ? [ended(meeting.id, meeting.rest, reason, now)] : [];
  switch (command.type) {
    case 'start':
      return [...over('restarted'), started];
    case 'rest': {
      const { message, durationSeconds = null } = command;
      const required: Notice = {
        event: 'rest_required',
        meeting_id: about.meeting_id,
        message,
        timestamp: now,
        rest_id: restId,
        duration_seconds: durationSeconds,
        ends_at: durationSeconds === null ? null : later(now, durationSeconds),
      };
      return meeting.startedAt === null ? [started, required] : [...over('restarted'), required];
    }
    case 'resume':
      if (meeting.startedAt === null) throw new MeetingNotFound(meeting.id);
      return over('leader');
    case 'extend':
      return [extended(meeting, command.seconds, now)];
    case 'end':
      return meeting.startedAt === null
        ? []
        : [...over('meeting_ended'), { event: 'meeting_ended', ...about }];
    default:
      return command satisfies never;
  }
}

export function evolve(meeting: Meeting, notice: Notice): Meeting {
  const { rest } = meeting;
  switch (notice.event) {
    case 'meeting_started':
      return { ...meeting, startedAt: notice.timestamp, rest: null };
    case 'rest_required':
      return {
        ...meeting,
        rest: {
          id: notice.rest_id,
          message: notice.message,
          startedAt: notice.timestamp,
          ...ending(notice.duration_seconds, notice.ends_at, notice.timestamp),
        },
      };
    case 'rest_extended':
      return {
        ...meeting,
        rest: rest && { ...rest, ...ending(notice.duration_seconds, notice.ends_at, notice.timestamp) },
      };
    case 'rest_ending_soon':
      return { ...meeting, rest: rest && { ...rest, warnAt: null } };
    case 'rest_ended':
      return { ...meeting, rest: null };
    case 'meeting_ended':
      return notStarted(meeting.id);
    default:
      return notice satisfies never;
  }
}

function extended(meeting: Meeting, seconds: number, now: Timestamp): Notice {
  if (meeting.startedAt === null) throw new MeetingNotFound(meeting.id);
  const { rest } = meeting;
  if (!rest?.endsAt || rest.durationSeconds === null) throw new NoTimedBreak(meeting.id);
  const duration = rest.durationSeconds + seconds;
  if (duration > MAX_BREAK_SECONDS) throw new BreakTooLong(MAX_BREAK_SECONDS - rest.durationSeconds);
  return {
    event: 'rest_extended',
    meeting_id: meeting.id,
    timestamp: now,
    rest_id: rest.id,
    duration_seconds: duration,
    ends_at: later(rest.endsAt, seconds),
  };
}

/** What a break knows of its end, once that is announced at `now`. */
function ending(
  durationSeconds: number | null,
  endsAt: Timestamp | null,
  now: Timestamp,
): Pick<Rest, 'durationSeconds' | 'endsAt' | 'warnAt'> {
  const warned = endsAt !== null && durationSeconds !== null && durationSeconds >= WARNED_FROM_SECONDS;
  const warnAt = warned ? later(endsAt, -WARNING_SECONDS) : null;
  return { durationSeconds, endsAt, warnAt: warnAt !== null && warnAt > now ? warnAt : null };
}

function ended(meetingId: MeetingId, { id }: Rest, reason: RestEndReason, at: Timestamp): Notice {
  return { event: 'rest_ended', meeting_id: meetingId, timestamp: at, rest_id: id, reason };
}

function later(time: Timestamp, seconds: number): Timestamp {
  return new Date(Date.parse(time) + seconds * 1000).toISOString();
}
