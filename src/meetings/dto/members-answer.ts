import { ApiProperty } from '@nestjs/swagger';
import type { Members, Requests } from '../../domain/members.js';

export class MembersInAnswer implements Members {
  @ApiProperty({ type: 'integer', description: 'Open streams of members, over all processes.', example: 12 })
  connected!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Of the last break: how many have seen it, and said no more.',
    example: 2,
  })
  seen!: number;

  @ApiProperty({ type: 'integer', example: 3 })
  away!: number;

  @ApiProperty({ type: 'integer', example: 7 })
  back!: number;
}

export class RequestsInAnswer implements Requests {
  @ApiProperty({ type: 'integer', description: 'How many members ask for a break.', example: 4 })
  count!: number;

  @ApiProperty({ type: 'integer', description: 'From how many on leaders should listen.', example: 4 })
  threshold!: number;

  @ApiProperty({ example: true })
  reached!: boolean;
}
