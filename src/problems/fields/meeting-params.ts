import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { MEETING_ID, MEETING_ID_RULE } from '../../domain/meeting-id.js';

export class MeetingParams {
  @ApiProperty({
    description: `The meeting: ${MEETING_ID_RULE}.`,
    pattern: MEETING_ID.source,
    example: 'abc-defg-hij',
  })
  @Matches(MEETING_ID, { message: `must be ${MEETING_ID_RULE}` })
  meeting_id!: string;
}
