import { noticeEvents, type NoticeEvent } from '../../domain/notice.js';
import { about, notices } from '../../domain/notices.js';
import { memberRequests, requestKinds } from '../../domain/requests.js';
import type { Snapshot } from '../../domain/snapshot.js';
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

const state: Snapshot = {
  meeting_id: MEETING,
  phase: 'on_break',
  started_at: TIME,
  title: 'Weekly review',
  working_since: null,
  rest,
  schedule: null,
  next_rest_at: null,
  members: { connected: 12, seen: 2, away: 3, back: 7 },
  cursor: id,
  server_time: TIME,
};

const requests = { count: 4, threshold: 4, reached: true };

const heartbeat: [when: string, frame: Frame] = [
  'Every 30 s (`SSE_HEARTBEAT_SECONDS`), so that both sides notice a dead connection. With `retry` if ' +
    'that has changed by half.',
  Frame.heartbeat(TIME),
];

const expiring: [when: string, frame: Frame] = [
  'The token of the stream (`MEMBER_AUTH=token`) expires in a minute.',
  Frame.tokenExpiring(Date.parse('2025-10-17T11:30:00.000Z')),
];

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
    'First on every stream. `retry` is how many ms a browser waits before it reconnects; `id` is where ' +
      'the stream starts.',
    Frame.connected(MEETING, '0-0', 3127),
  ],
  [
    'The current state of the meeting, once the stream has caught up. `resync: true` means that notices ' +
      'are missing before it.',
    Frame.state(state, false),
  ],
  ...told.map(notice),
  heartbeat,
  ['The store is away: breaks that are called now come later. The stream stays open.', Frame.degraded(TIME)],
  ['The store is back, and all missed notices were sent.', Frame.restored(TIME)],
  [
    'To leaders (`role=leader`): how many members are here, away and back. After `state`, and after a ' +
      'change, once a second at most.',
    Frame.presence(MEETING, { connected: 12, seen: 2, away: 3, back: 7 }, TIME),
  ],
  ...requestKinds.map((kind): [when: string, frame: Frame] => [
    `To leaders: how many members ask for ${memberRequests[kind].asks}, and whether that is a third of them.`,
    Frame.requested(kind, MEETING, rest_id.example, requests, TIME),
  ]),
  expiring,
  [
    'Last on a stream that the server ends (`shutting_down`, `store_unavailable`, `internal_error`, ' +
      '`overloaded`): reconnect after `retry_ms`. With `reconnect: false`, the token has expired ' +
      '(`expired`: get another one), or the client asked for this end (`caught_up`).',
    Frame.goodbye('shutting_down', 3127),
  ],
];

/** The same for the stream of several meetings. */
export const overviewExamples: [when: string, frame: Frame][] = [
  [
    'First on every stream. `retry` is how many ms a browser waits before it reconnects.',
    Frame.overviewConnected([MEETING], 3127),
  ],
  [
    'The current state of a meeting: of each one after `connected`, then of a meeting that has changed. ' +
      'With `role=leader` also `requests`.',
    Frame.overviewState(state, requests),
  ],
  heartbeat,
  ['The store is away: changes are sent later. The stream stays open.', Frame.degraded(TIME)],
  ['The store is back, and each `state` is current.', Frame.restored(TIME)],
  expiring,
  [
    'Last on a stream that the server ends, with the same reasons as on the stream of a meeting.',
    Frame.goodbye('shutting_down', 3127),
  ],
];
