import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { ackStatuses, type AckStatus } from '../../domain/members.js';
import { ClientId } from '../../problems/fields/client-id.js';
import { OneOf } from '../../problems/fields/one-of.js';

const MAX_NAME = 60;

export class AckBody {
  @ClientId({ description: 'Who answers; the same as `client_id` of its stream.', required: true })
  client_id!: string;

  @OneOf(ackStatuses, {
    name: 'AckStatus',
    description: '`seen`: the break is on the screen. `away`: the member has left. `back`: is here again.',
    required: true,
  })
  status!: AckStatus;

  @ApiPropertyOptional({
    description: `What leaders see, at most ${MAX_NAME} characters; empty: none. Left out: as before.`,
    type: String,
    nullable: true,
    // As the rule below says it, for readers without Unicode properties.
    pattern: '^[^\\x00-\\x1f\\x7f-\\x9f]*$',
    maxLength: MAX_NAME,
    example: '田中',
  })
  @IsOptional()
  @Matches(/^[^\p{Cc}\p{Cs}]*$/u, { message: 'must be text without control characters' })
  @MaxLength(MAX_NAME, { message: `must be at most ${MAX_NAME} characters` })
  name?: string | null;

  @ApiPropertyOptional({
    description: 'The break that is answered. Left out: the one that is on, or the last one.',
    type: String,
    nullable: true,
  })
  @IsOptional()
  @IsString({ message: 'must be text' })
  rest_id?: string | null;
}
