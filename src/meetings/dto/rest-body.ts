import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { WholeNumber } from '../../problems/whole-number.js';
import { defaultMessage } from '../default-message.js';
import { MAX_BREAK_SECONDS, MIN_BREAK_SECONDS } from '../meeting.js';

export class RestBody {
  @ApiPropertyOptional({
    description: `What members read. Left out, null or blank: ${defaultMessage}`,
    type: String,
    nullable: true,
    example: '10分休憩しましょう',
  })
  @IsOptional()
  @IsString({ message: 'must be text' })
  message?: string | null;

  @WholeNumber({
    description: 'How long the break is, in seconds. Left out or null: until a leader ends it.',
    minimum: MIN_BREAK_SECONDS,
    maximum: MAX_BREAK_SECONDS,
    example: 600,
  })
  duration_seconds?: number | null;
}
