import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsOptional, IsString } from 'class-validator';
import { WholeNumber } from '../../problems/fields/whole-number.js';

export class LogQuery {
  @ApiPropertyOptional({
    description: 'The last notice you have, as `cursor` said. Left out: from the oldest that is kept.',
    example: '1760697000000-0',
  })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  after?: string;

  @Type(() => Number)
  @WholeNumber({ description: 'Notices to answer at most.', minimum: 1, maximum: 1000, default: 100 })
  limit = 100;
}
