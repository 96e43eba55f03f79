import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiQuery } from '@nestjs/swagger';
import { ApiProblems } from '../../problems/api-problems.js';
import { ApiMeetingIds, MEETINGS_IN_OVERVIEW } from '../../problems/fields/meeting-ids.js';
import { InvalidRequest } from '../../problems/invalid-request.js';
import { MEETING, overviewExamples } from '../frames/examples.js';
import { overview } from '../frames/transient.js';
import { roles } from '../live/stream-request.js';
import { ApiHeartbeat, ApiStreamOf, ApiToken, eventStreamOf } from './api-any-stream.js';

const eventStream = eventStreamOf(Object.entries(overview).map(([type, data]) => [[type], data.name]));

const description = [
  'For dashboards: one stream for up to 50 meetings. It sends the `state` of each, and sends it again when it',
  'changes, at most once a second for each meeting. The frames have no ids: each `state` is complete, so a client that',
  'reconnects starts anew. The caller needs the right to read each meeting. The stream is not counted as a member of any.',
  '',
  '```',
  `curl -N 'http://localhost:8000/api/sse/overview?meeting_id=${MEETING}&meeting_id=standup'`,
  '```',
  '',
  'The frames:',
  ...overviewExamples.flatMap(([when, frame]) => ['', when, '', '```', frame.toString().trimEnd(), '```']),
].join('\n');

/** The overview's page in Swagger UI, frame by frame. */
export function ApiOverview(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(...Object.values(overview)),
    ApiOperation({ summary: 'An event stream of several meetings', description }),
    ApiMeetingIds(MEETINGS_IN_OVERVIEW),
    ApiQuery({
      name: 'role',
      description:
        '`leader`: each `state` also has the `requests` for a break. The caller must be a leader of each.',
      required: false,
      schema: { type: 'string', enum: [...roles], default: 'member' },
    }),
    ApiHeartbeat(),
    ApiToken(),
    ApiStreamOf(eventStream, overviewExamples),
    ApiProblems(InvalidRequest),
  );
}
