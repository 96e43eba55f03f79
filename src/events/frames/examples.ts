import { textOf } from '../../domain/texts.js';
import { Frame } from './frame.js';

export const MEETING = 'abc-defg-hij';
const TIME = '2025-10-17T10:30:00.000Z';
const about = { meeting_id: MEETING, timestamp: TIME };
const id = '1760697000000-0';
const rest_id = '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11';
const next_rest_at = '2025-10-17T11:30:00.000Z';
const countdown = { rest_id, duration_seconds: 600, ends_at: '2025-10-17T10:40:00.000Z' };

/** Every frame, and when it comes. Real ones, so that the page cannot show one that the service would not send. */
export const frameExamples: [when: string, frame: Frame][] = [
  [
    'First on every stream. `retry` is how many ms a browser waits before it reconnects; `id` is where the stream starts.',
    Frame.connected(MEETING, '0-0', 3127),
  ],
  [
    'Once the stream has caught up: the meeting as it is. `resync: true` means that notices are missing before it.',
    Frame.state(
      {
        meeting_id: MEETING,
        phase: 'on_break',
        started_at: TIME,
        working_since: null,
        rest: { message: '休憩時間です', started_at: TIME, ...countdown },
        schedule: null,
        next_rest_at: null,
        members: { connected: 12, seen: 2, away: 3, back: 7 },
        cursor: id,
        server_time: TIME,
      },
      false,
    ),
  ],
  [
    'A break. The only notice that travels as `message`. Without an end, `duration_seconds` and `ends_at` are null.',
    Frame.notice(
      {
        event: 'rest_required',
        meeting_id: MEETING,
        message: '休憩時間です',
        timestamp: TIME,
        message_code: 'default',
        language: 'ja',
        ...countdown,
      },
      TIME,
      id,
    ),
  ],
  [
    'The break ends later than announced.',
    Frame.notice({ event: 'rest_extended', ...about, ...countdown }, TIME, id),
  ],
  [
    'It ends in a minute (for breaks of three minutes and more).',
    Frame.notice(
      { event: 'rest_ending_soon', ...about, ...countdown, message: textOf('rest_ending_soon', 'ja') },
      TIME,
      id,
    ),
  ],
  [
    'It is over, once each: its time is up (`timer`), a leader ended it (`leader`), a new break or start took its place ' +
      '(`restarted`), or the meeting ended (`meeting_ended`).',
    Frame.notice(
      {
        event: 'rest_ended',
        ...about,
        rest_id,
        reason: 'timer',
        next_rest_at: null,
        message: textOf('rest_ended', 'ja'),
      },
      TIME,
      id,
    ),
  ],
  [
    'Whoever answered the break is back. Once per break.',
    Frame.notice({ event: 'all_back', ...about, rest_id, message: textOf('all_back', 'ja') }, TIME, id),
  ],
  [
    'Breaks are planned, or no more (`set`, `removed`); the next one was put off or left out (`snoozed`, `skipped`), or nobody ' +
      'was there for it (`slept`).',
    Frame.notice(
      {
        event: 'schedule_changed',
        ...about,
        reason: 'set',
        schedule: {
          every_minutes: 50,
          duration_minutes: 10,
          mode: 'suggest',
          warn_seconds: 60,
          language: 'ja',
        },
        next_rest_at,
        snoozes_left: 2,
      },
      TIME,
      id,
    ),
  ],
  [
    'A planned break is near (`warn_seconds` before it).',
    Frame.notice(
      {
        event: 'rest_upcoming',
        ...about,
        next_rest_at,
        mode: 'auto',
        message: textOf('rest_upcoming', 'ja'),
      },
      TIME,
      id,
    ),
  ],
  [
    'It is time for a planned break, and a leader is to say so; `next_rest_at` is the one after it. With `auto` the break itself comes.',
    Frame.notice(
      {
        event: 'rest_suggested',
        ...about,
        duration_minutes: 10,
        next_rest_at,
        message: textOf('rest_suggested', 'ja'),
      },
      TIME,
      id,
    ),
  ],
  [
    'The meeting was started, or started anew.',
    Frame.notice({ event: 'meeting_started', ...about }, TIME, id),
  ],
  [
    'The meeting was ended. The stream stays open: codes are reused.',
    Frame.notice({ event: 'meeting_ended', ...about }, TIME, id),
  ],
  [
    'Every 30 s (`SSE_HEARTBEAT_SECONDS`), so that both sides notice a dead connection.',
    Frame.heartbeat(TIME),
  ],
  ['The store is away; what is called now comes later. The stream stays open.', Frame.degraded(TIME)],
  ['The store is back, and everything missed was sent.', Frame.restored(TIME)],
  [
    'To leaders (`role=leader`): who is here and who is back. After `state`, and when it changes, once a second at most.',
    Frame.presence(MEETING, { connected: 12, seen: 2, away: 3, back: 7 }, TIME),
  ],
  [
    'To leaders: how many members ask for a break, and whether that is a third of them.',
    Frame.breakRequested(MEETING, { count: 4, threshold: 4, reached: true }, TIME),
  ],
  [
    'Its token (`MEMBER_AUTH=token`) expires in a minute.',
    Frame.tokenExpiring(Date.parse('2025-10-17T11:30:00.000Z')),
  ],
  [
    'Last on a stream that the server ends (`shutting_down`, `store_unavailable`, `internal_error`, `overloaded`): come back ' +
      'after `retry_ms`. With `reconnect: false` (`expired`): only with another token.',
    Frame.goodbye('shutting_down', 3127),
  ],
];
