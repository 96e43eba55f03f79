import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiProblems } from '../../problems/api-problems.js';
import { Frame } from '../frame.js';

const MEETING = 'abc-defg-hij';
const TIME = '2025-10-17T10:30:00.000Z';
const about = { meeting_id: MEETING, timestamp: TIME };
const id = '1760697000000-0';
const rest_id = '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11';
const countdown = { rest_id, duration_seconds: 600, ends_at: '2025-10-17T10:40:00.000Z' };

/** Real frames, so that the page cannot show one that the service would not send. */
const frames: [when: string, frame: Frame][] = [
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
        rest: { message: '休憩時間です', started_at: TIME, ...countdown },
        cursor: id,
        server_time: TIME,
      },
      false,
    ),
  ],
  [
    'A break. The only notice that travels as `message`. Without an end, `duration_seconds` and `ends_at` are null.',
    Frame.notice(
      { event: 'rest_required', meeting_id: MEETING, message: '休憩時間です', timestamp: TIME, ...countdown },
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
    Frame.notice({ event: 'rest_ending_soon', ...about, ...countdown }, TIME, id),
  ],
  [
    'It is over, once each: its time is up (`timer`), a leader ended it (`leader`), a new break or start took its place ' +
      '(`restarted`), or the meeting ended (`meeting_ended`).',
    Frame.notice({ event: 'rest_ended', ...about, rest_id, reason: 'timer' }, TIME, id),
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
    'Last on a stream that the server ends (`shutting_down`, `store_unavailable`, `internal_error`): come back after `retry_ms`.',
    Frame.goodbye('shutting_down', 3127),
  ],
];

const description = [
  'Server-Sent Events. Open it before the meeting starts, or after it ends; it stays open.',
  '',
  '**Swagger UI cannot show a stream** ("Execute" waits for an end that does not come). In a terminal:',
  '',
  '```',
  `curl -N 'http://localhost:8000/api/sse/events?meeting_id=${MEETING}'`,
  '```',
  '',
  'In a page:',
  '',
  '```js',
  `const events = new EventSource('http://localhost:8000/api/sse/events?meeting_id=${MEETING}');`,
  'events.onmessage = (event) => showBreak(JSON.parse(event.data).message);',
  '```',
  '',
  'A browser that reconnects sends the id of the last notice it has, and gets exactly what it missed, in order, once; or a',
  '`state` with `resync`, when the log does not reach that far back.',
  '',
  'The frames:',
  ...frames.flatMap(([when, frame]) => ['', when, '', '```', frame.toString().trimEnd(), '```']),
].join('\n');

/** The stream's page in Swagger UI, frame by frame. */
export function ApiEventStream(): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: "A meeting's event stream", description }),
    ApiHeader({
      name: 'Last-Event-ID',
      description: 'Resume after this notice. Browsers send it by themselves.',
      required: false,
      schema: { type: 'string' },
    }),
    ApiOkResponse({
      description:
        'The stream. Passing trouble is 200 too, with a `goodbye` frame: any other status stops an EventSource for good.',
      content: {
        'text/event-stream': {
          schema: { type: 'string' },
          example: frames.map(([, frame]) => frame.toString()).join(''),
        },
      },
    }),
    ApiProblems('invalid_request'),
  );
}
