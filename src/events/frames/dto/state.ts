import { ApiProperty } from '@nestjs/swagger';
import { SnapshotAnswer } from '../../../meetings/dto/snapshot-answer.js';

export class State extends SnapshotAnswer {
  @ApiProperty({
    description: 'Whether notices are missing between the last one that the client has and this state.',
    example: false,
  })
  resync!: boolean;
}
