import { ApiProperty } from '@nestjs/swagger';
import { SnapshotAnswer } from '../../../meetings/dto/snapshot-answer.js';

export class State extends SnapshotAnswer {
  @ApiProperty({
    description: 'Whether notices are missing between what the client had and this.',
    example: false,
  })
  resync!: boolean;
}
