import { ApiProperty } from '@nestjs/swagger';
import type { Members } from '../../domain/members.js';

export class MembersInAnswer implements Members {
  @ApiProperty({ description: 'Open streams of members, over all processes.', example: 12 })
  connected!: number;

  @ApiProperty({ description: 'Of the last break: how many have seen it, and said no more.', example: 2 })
  seen!: number;

  @ApiProperty({ example: 3 })
  away!: number;

  @ApiProperty({ example: 7 })
  back!: number;
}
