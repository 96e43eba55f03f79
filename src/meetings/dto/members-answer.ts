import { ApiProperty } from '@nestjs/swagger';
import type { Members } from '../../domain/members.js';
import type { Requests } from '../../domain/requests.js';

export class MembersInAnswer implements Members {
  @ApiProperty({
    type: 'integer',
    description: 'Number of connected members, over all processes.',
    example: 12,
  })
  connected!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Number of members that have seen the last break and have sent no other answer.',
    example: 2,
  })
  seen!: number;

  @ApiProperty({ type: 'integer', example: 3 })
  away!: number;

  @ApiProperty({ type: 'integer', example: 7 })
  back!: number;
}

export class RequestsInAnswer implements Requests {
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
}
