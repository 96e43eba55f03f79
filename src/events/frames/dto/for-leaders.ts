import { ApiProperty } from '@nestjs/swagger';
import type { Members, Requests } from '../../../domain/members.js';
import { MembersInAnswer } from '../../../meetings/dto/members-answer.js';
import { id, time } from '../../../problems/fields/examples.js';

export class Presence {
  @ApiProperty(id)
  meeting_id!: string;

  @ApiProperty({ type: MembersInAnswer })
  members!: Members;

  @ApiProperty({ ...time, description: "The server's time." })
  server_time!: string;
}

export class MoreTimeRequested implements Requests {
  @ApiProperty({ enum: ['more_time_requested'] })
  event!: 'more_time_requested';

  @ApiProperty(id)
  meeting_id!: string;

  @ApiProperty({ description: 'The break that is on.', example: '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11' })
  rest_id!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Number of members that ask for more time; 0 once the end was moved.',
    example: 4,
  })
  count!: number;

  @ApiProperty({
    type: 'integer',
    description: 'The number of requests from which a leader should extend the break.',
    example: 4,
  })
  threshold!: number;

  @ApiProperty({ example: true })
  reached!: boolean;

  @ApiProperty(time)
  timestamp!: string;
}

export class BreakRequested implements Requests {
  @ApiProperty({ enum: ['break_requested'] })
  event!: 'break_requested';

  @ApiProperty(id)
  meeting_id!: string;

  @ApiProperty({ type: 'integer', description: 'Number of members that ask for a break.', example: 4 })
  count!: number;

  @ApiProperty({
    type: 'integer',
    description: 'The number of requests from which a leader should call a break.',
    example: 4,
  })
  threshold!: number;

  @ApiProperty({ example: true })
  reached!: boolean;

  @ApiProperty(time)
  timestamp!: string;
}
