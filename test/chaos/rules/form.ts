import type { NoticeEvent } from '../../../src/domain/notice.js';
import type { FrameHappening, History, MemberHistory, Violation } from '../history.js';
import { framesOf, LATER_NOTICE } from './reading.js';

const rule = 'well-formed frames';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const GOODBYES = ['shutting_down', 'store_unavailable', 'internal_error'];

type Data = FrameHappening['data'];
const isTime = (value: unknown): boolean => typeof value === 'string' && TIME.test(value);
const aboutMeeting = (meeting: string, data: Data): boolean =>
  data['meeting_id'] === meeting && isTime(data['timestamp']);

const isTimeOrNull = (value: unknown): boolean => value === null || isTime(value);
const hasPlan = (data: Data): boolean => isTime(data['next_rest_at']) && typeof data['message'] === 'string';

const hasCountdown = (data: Data): boolean =>
  typeof data['rest_id'] === 'string' &&
  typeof data['duration_seconds'] === 'number' &&
  isTime(data['ends_at']) &&
  isTime(data['server_time']);

type Form = (meeting: string, data: Data) => boolean;

/** The fields of each notice (docs/protocol.md, "The stream"). On a stream, `rest_required` is named `message`. */
const notices: Readonly<Record<Exclude<NoticeEvent, 'rest_required'> | 'message', Form>> = {
  message: (meeting, data) =>
    aboutMeeting(meeting, data) && data['event'] === 'rest_required' && typeof data['message'] === 'string',
  meeting_started: (meeting, data) => aboutMeeting(meeting, data) && data['event'] === 'meeting_started',
  meeting_ended: (meeting, data) => aboutMeeting(meeting, data) && data['event'] === 'meeting_ended',
  announcement: (meeting, data) => aboutMeeting(meeting, data) && typeof data['message'] === 'string',
  rest_extended: (meeting, data) => aboutMeeting(meeting, data) && hasCountdown(data),
  rest_ending_soon: (meeting, data) => aboutMeeting(meeting, data) && hasCountdown(data),
  rest_ended: (meeting, data) =>
    aboutMeeting(meeting, data) &&
    typeof data['rest_id'] === 'string' &&
    ['leader', 'timer', 'restarted', 'meeting_ended'].includes(String(data['reason'])),
  schedule_changed: (meeting, data) =>
    aboutMeeting(meeting, data) &&
    ['set', 'removed', 'snoozed', 'skipped', 'slept'].includes(String(data['reason'])) &&
    data['schedule'] !== undefined &&
    isTimeOrNull(data['next_rest_at']),
  rest_upcoming: (meeting, data) => aboutMeeting(meeting, data) && hasPlan(data),
  rest_suggested: (meeting, data) => aboutMeeting(meeting, data) && hasPlan(data),
  undone: (meeting, data) =>
    aboutMeeting(meeting, data) &&
    typeof data['undone_event'] === 'string' &&
    /^\d+-\d+$/.test(String(data['undone_id'])),
  all_back: (meeting, data) => aboutMeeting(meeting, data) && typeof data['rest_id'] === 'string',
};

/** The fields of each frame. */
const forms: Readonly<Record<string, Form>> = {
  ...notices,
  [LATER_NOTICE]: (meeting, data) =>
    aboutMeeting(meeting, data) && data['event'] === LATER_NOTICE && typeof data['message'] === 'string',
  connected: (meeting, data) => data['message'] === 'Connected to meeting' && data['meeting_id'] === meeting,
  state: (meeting, data) =>
    data['meeting_id'] === meeting &&
    ['not_started', 'in_progress', 'on_break'].includes(String(data['phase'])) &&
    data['title'] !== undefined &&
    data['rest'] !== undefined &&
    (data['phase'] === 'on_break') === (data['rest'] !== null) &&
    (data['phase'] === 'not_started') === (data['started_at'] === null) &&
    /^\d+-\d+$/.test(String(data['cursor'])) &&
    isTime(data['server_time']) &&
    typeof data['resync'] === 'boolean',
  heartbeat: (_, data) => isTime(data['timestamp']),
  degraded: (_, data) => isTime(data['timestamp']),
  restored: (_, data) => isTime(data['timestamp']),
  goodbye: (_, data) => GOODBYES.includes(String(data['reason'])) && data['reconnect'] === true,
};

/**
 * Fields that are announced or logged with a notice but never sent to members (docs/architecture.md, "In
 * Redis").
 */
const INTERNAL = ['prev', 'meta', 'by', 'traceparent'];

/**
 * Every frame is one of the protocol with all its fields. Every stream begins with `connected`, or has only a
 * goodbye.
 */
export function formRule({ members }: History): Violation[] {
  return members.flatMap((member) => [...malformed(member), ...badFrames(member), ...badStarts(member)]);
}

function malformed({ name, happenings }: MemberHistory): Violation[] {
  return happenings.flatMap((happening) =>
    happening.kind === 'malformed' ? [{ rule, what: `${name}: ${happening.what}`, at: happening.at }] : [],
  );
}

function badFrames(member: MemberHistory): Violation[] {
  return framesOf(member)
    .filter(({ event, data }) => {
      const isGood = forms[event]?.(member.meeting, data) ?? false;
      return !isGood || INTERNAL.some((name) => name in data);
    })
    .map(({ at, event, data }) => ({ rule, what: `${member.name}: ${event} ${JSON.stringify(data)}`, at }));
}

function badStarts({ name, happenings }: MemberHistory): Violation[] {
  const found: Violation[] = [];
  happenings.forEach((happening, i) => {
    if (happening.kind !== 'connecting') return;
    const first = happenings.slice(i + 1).find(({ kind }) => kind === 'frame' || kind === 'connecting');
    if (first?.kind !== 'frame' || ['connected', 'goodbye'].includes(first.event)) return;
    found.push({ rule, what: `${name}: a stream began with ${first.event}`, at: first.at });
  });
  return found;
}
