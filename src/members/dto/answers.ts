import { ApiProperty } from '@nestjs/swagger';
import { BodyAnswer } from '../../problems/ignored-fields.js';
import { id, time } from '../../problems/fields/examples.js';
import { MembersInAnswer } from '../../meetings/dto/members-answer.js';
import { ackStatuses, type AckStatus, type Members } from '../../domain/members.js';
import { memberRequests, requestKinds, type RequestKind, type Requests } from '../../domain/requests.js';
import type { RosterEntry } from '../../stores/member-store.js';

const breakId = { description: 'The break.', example: '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11' };

export class AckAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Acknowledged'] })
  readonly message = 'Acknowledged';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty(breakId)
  readonly rest_id: string;

  @ApiProperty({ type: MembersInAnswer })
  readonly members: Members;

  constructor(meetingId: string, done: { breakId: string; members: Members }) {
    super();
    this.meeting_id = meetingId;
    this.rest_id = done.breakId;
    this.members = done.members;
  }
}

class RosterEntryInAnswer implements RosterEntry {
  @ApiProperty({
    description: 'Identifies the client during this break.',
    example: 'f2ca1bb6c7e907d06dafe468',
  })
  id!: string;

  @ApiProperty({ type: String, nullable: true, example: '田中' })
  name!: string | null;

  @ApiProperty({ enum: ackStatuses, enumName: 'AckStatus' })
  status!: AckStatus;

  @ApiProperty({ ...time, description: 'Since when.' })
  at!: string;
}

export class RosterAnswer {
  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ ...breakId, type: String, nullable: true, description: 'The break; null before the first.' })
  readonly rest_id: string | null;

  @ApiProperty({ type: [RosterEntryInAnswer] })
  readonly members: readonly RosterEntry[];

  constructor(meetingId: string, roster: { breakId: string | null; members: readonly RosterEntry[] }) {
    this.meeting_id = meetingId;
    this.rest_id = roster.breakId;
    this.members = roster.members;
  }
}

export class RequestAnswer extends BodyAnswer implements Requests {
  @ApiProperty({ enum: requestKinds.map((kind) => memberRequests[kind].answer) })
  readonly message: string;

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ type: 'integer', description: 'Number of members that ask.', example: 3 })
  readonly count: number;

  @ApiProperty({
    type: 'integer',
    description: 'The number of requests from which a leader should call a break.',
    example: 4,
  })
  readonly threshold: number;

  @ApiProperty()
  readonly reached: boolean;

  constructor(meetingId: string, kind: RequestKind, { count, threshold, reached }: Requests) {
    super();
    this.message = memberRequests[kind].answer;
    this.meeting_id = meetingId;
    this.count = count;
    this.threshold = threshold;
    this.reached = reached;
  }
}
