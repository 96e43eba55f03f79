import { ApiProperty } from '@nestjs/swagger';
import type { Members } from '../../../domain/members.js';
import {
  memberRequests,
  requestKinds,
  type RequestEvent,
  type RequestKind,
  type Requests,
} from '../../../domain/requests.js';
import { MembersInAnswer } from '../../../meetings/dto/members-answer.js';
import { id, time } from '../../../problems/fields/examples.js';

const breakId = {
  type: String,
  description: 'The break that is on.',
  example: '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11',
};

export class Presence {
  @ApiProperty(id)
  meeting_id!: string;

  @ApiProperty({ type: MembersInAnswer })
  members!: Members;

  @ApiProperty({ ...time, description: "The server's time." })
  server_time!: string;
}

/** The data of a frame about one kind of request, as a class of its own for the API document. */
function requestFrame(kind: RequestKind) {
  const { event, asks, reaction, aboutBreak } = memberRequests[kind];
  class Requested implements Requests {
    @ApiProperty({ enum: [event] })
    event!: RequestEvent;

    @ApiProperty(id)
    meeting_id!: string;

    @ApiProperty({
      type: 'integer',
      description: `Number of members that ask for ${asks}; 0 once a leader has reacted.`,
      example: 4,
    })
    count!: number;

    @ApiProperty({
      type: 'integer',
      description: `The number of requests from which a leader should ${reaction}.`,
      example: 4,
    })
    threshold!: number;

    @ApiProperty({ example: true })
    reached!: boolean;

    @ApiProperty(time)
    timestamp!: string;

    declare rest_id?: string;
  }
  if (aboutBreak) ApiProperty(breakId)(Requested.prototype, 'rest_id');
  Object.defineProperty(Requested, 'name', { value: schemaName(event) });
  return [event, Requested] as const;
}

/** `break_requested` is `BreakRequested`. */
function schemaName(event: RequestEvent): string {
  return event.replaceAll(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
}

type RequestFrame = ReturnType<typeof requestFrame>[1];
export const requestFrames = Object.fromEntries(requestKinds.map(requestFrame)) as Record<
  RequestEvent,
  RequestFrame
>;
