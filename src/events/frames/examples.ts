import { noticeEvents, type NoticeEvent } from '../../domain/notice.js';
import { about, notices } from '../../domain/notices.js';
import { Frame } from './frame.js';
import { exampleNotice } from './notice-schemas.js';

export const MEETING = about.meeting_id.example;
const TIME = about.timestamp.example;
const id = '1760697000000-0';

const notice = (event: NoticeEvent): [when: string, frame: Frame] => [
  notices[event].when,
  Frame.notice(exampleNotice(event), TIME, id),
];

const { message, rest_id, duration_seconds, ends_at } = notices.rest_required.fields;
const rest = {
  rest_id: rest_id.example,
  message: message.example,
  started_at: TIME,
  duration_seconds: duration_seconds.example,
  ends_at: ends_at.example,
};

/** Frames about breaks come first, because they are the main purpose of a stream. */
const told = [...noticeEvents].sort(
  (a, b) => Number(a.startsWith('meeting')) - Number(b.startsWith('meeting')),
);

/**
 * An example of each frame, with a description of when the service sends it.
 * The examples are built by the real code, so the page cannot show a frame that the service would not send.
 */
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
        rest,
        schedule: null,
        next_rest_at: null,
        members: { connected: 12, seen: 2, away: 3, back: 7 },
        cursor: id,
        server_time: TIME,
      },
      false,
    ),
  ],
  ...told.map(notice),
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
      'after `retry_ms`. With `reconnect: false`: only with another token (`expired`), or as asked (`caught_up`).',
    Frame.goodbye('shutting_down', 3127),
  ],
];
