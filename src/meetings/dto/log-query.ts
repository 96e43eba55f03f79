import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsOptional, IsString } from 'class-validator';
import { OneOf } from '../../problems/fields/one-of.js';
import { IsWholeNumber } from '../../problems/fields/whole-number.js';

const logRoles = ['member', 'leader'] as const;

const LIMIT = { minimum: 1, maximum: 1000 };

export class LogQuery {
  @ApiPropertyOptional({
    description:
      'The id of the last notice that the client has (`cursor` of the last answer). Left out: from the oldest notice that is kept.',
    example: '1760697000000-0',
  })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  after?: string;

  @Type(() => Number)
  @ApiPropertyOptional({
    description: 'The maximum number of notices in the answer.',
    type: 'integer',
    ...LIMIT,
    default: 100,
  })
  @IsWholeNumber(LIMIT)
  limit = 100;

  @OneOf(logRoles, {
    name: 'Role',
    description: "`leader`: also who gave each command (`by`), as on a leader's stream. Left out: `member`.",
  })
  role?: (typeof logRoles)[number];
}
