import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Requests } from '../../../domain/requests.js';
import { RequestsInAnswer } from '../../../meetings/dto/members-answer.js';
import { id } from '../../../problems/fields/examples.js';
import { State } from './state.js';

export class OverviewConnected {
  @ApiProperty({ enum: ['Connected to meetings'] })
  message!: 'Connected to meetings';

  @ApiProperty({
    description: 'The meetings of the stream; the `state` of each follows.',
    type: [String],
    example: [id.example],
  })
  meeting_ids!: readonly string[];
}

export class OverviewState extends State {
  @ApiPropertyOptional({
    description: 'With `role=leader`: the requests for a break.',
    type: RequestsInAnswer,
  })
  requests?: Requests;
}
