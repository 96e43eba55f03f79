import { ApiProperty } from '@nestjs/swagger';
import type { Members } from '../../domain/members.js';

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
