import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOperation, ApiQuery } from '@nestjs/swagger';
import { MEETING_ID } from '../../domain/meeting-id.js';
import { CLIENT_ID_SCHEMA } from '../../problems/fields/client-id.js';
import { ApiProblems } from '../../problems/api-problems.js';
import { roles, endConditions } from '../live/stream-request.js';
import { frameExamples, MEETING } from '../frames/examples.js';
import { Frame } from '../frames/frame.js';
import { schemaNameOf } from '../frames/notice-schemas.js';
import { transient } from '../frames/transient.js';
import { InvalidRequest } from '../../problems/invalid-request.js';
import { ApiHeartbeat, ApiStreamOf, ApiToken, eventStreamOf } from './api-any-stream.js';

const transientTypes: readonly string[] = Object.keys(transient);

const eventStream = eventStreamOf([
  ...transientTypes.map((type) => [[type], schemaNameOf(type)] as const),
  [Frame.types.filter((type) => !transientTypes.includes(type)), 'Notice'],
]);

const description = [
  'Server-Sent Events. Open it before the meeting starts, or after it ends; it stays open.',
  '',
  'Press **Listen** below the parameters: frames appear as they come. In a terminal:',
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
  'A browser that reconnects sends the id of the last notice it has, and gets exactly what it missed, ' +
    'in order, once; or a',
  '`state` with `resync`, when the log does not reach that far back.',
  '',
  'The frames:',
  ...frameExamples.flatMap(([when, frame]) => ['', when, '', '```', frame.toString().trimEnd(), '```']),
].join('\n');

/** The stream's page in Swagger UI, frame by frame. */
export function ApiEventStream(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(...Object.values(transient)),
    ApiOperation({ summary: "A meeting's event stream", description }),
    ApiQuery({
      name: 'meeting_id',
      description: 'The meeting to listen to.',
      schema: { type: 'string', pattern: MEETING_ID.source, example: MEETING },
    }),
    ApiQuery({
      name: 'client_id',
      description: 'The id of the client, which it also sends when it answers a break (`POST …/rest/ack`).',
      required: false,
      schema: { type: 'string', ...CLIENT_ID_SCHEMA },
    }),
    ApiQuery({
      name: 'role',
      description:
        '`leader`: also get the counts of members and of their requests. `display`: a screen in ' +
        'the room, which gets the frames of a member. Neither is counted as a member.',
      required: false,
      schema: { type: 'string', enum: [...roles], default: 'member' },
    }),
    ApiHeartbeat(),
    ApiQuery({
      name: 'until',
      description:
        '`caught-up`: end the stream after the missed notices and `state`, with a `goodbye` ' +
        '(`caught_up`). For pollers and scripts. Such a stream is not counted as a member.',
      required: false,
      schema: { type: 'string', enum: [...endConditions] },
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      description:
        'The id of the last notice received: the stream continues after it. Browsers send it themselves.',
      required: false,
      schema: { type: 'string' },
    }),
    ApiQuery({
      name: 'last_event_id',
      description:
        'Resume after this notice, for clients that cannot send the `Last-Event-ID` header (which wins: a ' +
        'browser keeps it ' +
        'current, and the URL as it was). If the log cannot continue from it, a `state` frame with `resync` follows.',
      required: false,
      type: String,
    }),
    ApiToken(),
    ApiStreamOf(eventStream, frameExamples),
    ApiProblems(InvalidRequest),
  );
}
