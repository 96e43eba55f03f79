import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { MEETING_ID, MEETING_ID_RULE, type MeetingId } from '../../domain/meeting-id.js';
import { InvalidRequest } from '../invalid-request.js';
import { id } from './examples.js';

/** A query parameter that is repeated, once for each meeting. */
interface MeetingIdsParameter {
  readonly name: string;
  readonly most: number;
}

/** Maximum for a read: the length of a URL that every proxy passes on (8 KiB), and the size of the answer. */
export const MEETINGS_IN_LIST: MeetingIdsParameter = { name: 'id', most: 100 };

/** Maximum for a stream: the meetings that one process should follow for one client. */
export const MEETINGS_IN_OVERVIEW: MeetingIdsParameter = { name: 'meeting_id', most: 50 };

/** The meetings that a query names, each once. Throws {@link InvalidRequest}. */
export function meetingIdsOf(
  query: Readonly<Record<string, unknown>>,
  { name, most }: MeetingIdsParameter,
): MeetingId[] {
  const ids = [query[name]].flat();
  if (ids.length > most || !ids.every(isMeetingId))
    throw new InvalidRequest([
      { field: name, message: `must be given for 1 to ${most} meetings, each ${MEETING_ID_RULE}` },
    ]);
  return [...new Set(ids)];
}

/** Documents the parameter. */
export function ApiMeetingIds({ name, most }: MeetingIdsParameter): MethodDecorator {
  return applyDecorators(
    ApiQuery({
      name,
      description: `The meetings: repeat the parameter, ${most} times at most.`,
      required: true,
      explode: true,
      schema: {
        type: 'array',
        items: { type: 'string', pattern: MEETING_ID.source },
        minItems: 1,
        maxItems: most,
        example: [id.example],
      },
    }),
  );
}

function isMeetingId(value: unknown): value is MeetingId {
  return typeof value === 'string' && MEETING_ID.test(value);
}
