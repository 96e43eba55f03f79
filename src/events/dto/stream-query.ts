import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { MEETING_ID, MEETING_ID_RULE } from '../../meetings/rules/meeting-id.js';
import { ClientId } from '../../members/dto/client-id.js';
import { WholeNumber } from '../../problems/whole-number.js';
import { roles, type Visitor } from '../visitor.js';

/** Beside these, a stream may be resumed and admitted by what its URL says: see {@link ApiEventStream}. */
export class StreamQuery {
  @ApiProperty({
    description: 'The meeting to listen to.',
    pattern: MEETING_ID.source,
    example: 'abc-defg-hij',
  })
  @Matches(MEETING_ID, { message: `must be ${MEETING_ID_RULE}` })
  meeting_id!: string;

  @ClientId({ description: 'Names the client, which then answers breaks under it (`POST …/rest/ack`).' })
  client_id?: string;

  @ApiPropertyOptional({
    description:
      '`leader`: also hear who is here and who wants a break; such streams are not counted as members.',
    enum: roles,
    default: 'member',
  })
  @IsOptional()
  @IsIn(roles, { message: `must be one of ${roles.join(', ')}` })
  role?: Visitor['role'];

  @Type(() => Number)
  @WholeNumber({ description: 'Seconds between heartbeats.', minimum: 5, maximum: 60, default: 30 })
  heartbeat?: number;
}
