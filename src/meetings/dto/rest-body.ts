import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { WholeNumber } from '../../problems/fields/whole-number.js';
import type { Command } from '../../domain/commands.js';
import { MAX_BREAK_SECONDS, MIN_BREAK_SECONDS } from '../../domain/break.js';
import { textOf, type Language } from '../../domain/texts.js';
import { timeWithOffset } from '../../domain/timestamp.js';
import { EndTime } from '../../problems/fields/end-time.js';
import { InLanguage } from '../../problems/fields/language.js';
import { CommandBody } from './command-body.js';

export class RestBody extends CommandBody {
  /** Examples to try at /docs, because the examples of all fields together are refused. */
  static readonly examples = {
    timed: { summary: 'For ten minutes', value: { message: '10分休憩しましょう', duration_seconds: 600 } },
    open: { summary: 'Until a leader ends it', value: {} },
  };

  @ApiPropertyOptional({
    description: `What members read. Left out, null or blank: ${textOf('rest_required', 'ja')} (${textOf('rest_required', 'en')})`,
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

  @EndTime({
    description:
      'When the break ends, 10 seconds to 24 hours away, in place of `duration_seconds`, as in "back at 10:45".',
    insteadOf: 'duration_seconds',
  })
  ends_at?: string | null;

  @InLanguage()
  language?: Language | null;

  static toCommand(
    { message, duration_seconds, ends_at, language }: RestBody,
    defaultLanguage: Language,
  ): Command {
    const endsAt = timeWithOffset(ends_at);
    return {
      type: 'rest',
      ...(message?.trim() ? { message } : {}),
      ...(duration_seconds == null ? {} : { durationSeconds: duration_seconds }),
      ...(endsAt === null ? {} : { endsAt }),
      language: language ?? defaultLanguage,
    };
  }
}
