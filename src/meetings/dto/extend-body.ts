import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min, NotEquals, ValidateIf } from 'class-validator';
import { MAX_BREAK_SECONDS } from '../../domain/break.js';
import type { Command } from '../../domain/commands.js';
import { timeWithOffset } from '../../domain/timestamp.js';
import { EndTime } from '../../problems/fields/end-time.js';
import { CommandBody } from './command-body.js';

const SECONDS = { minimum: -MAX_BREAK_SECONDS, maximum: MAX_BREAK_SECONDS };
const message = `must be a whole number from ${SECONDS.minimum} to ${SECONDS.maximum} and not 0, or left out with ends_at`;

export class ExtendBody extends CommandBody {
  /** Examples to try at /docs, because the examples of all fields together are refused. */
  static readonly examples = { later: { summary: 'Five minutes later', value: { seconds: 300 } } };

  @ApiProperty({
    description:
      'By how many seconds the break ends later; earlier, if negative. Not 0. The break then ends at least ' +
      '10 seconds from now, and lasts at most 24 hours in total. ' +
      'Left out or null: `ends_at` is used.',
    type: 'integer',
    required: false,
    nullable: true,
    ...SECONDS,
    example: 300,
  })
  @ValidateIf(({ ends_at }: ExtendBody) => ends_at == null)
  @IsInt({ message })
  @Min(SECONDS.minimum, { message })
  @Max(SECONDS.maximum, { message })
  @NotEquals(0, { message })
  seconds?: number | null;

  @EndTime({
    description: 'When the break ends, in place of `seconds`; also for a break that has no end yet.',
    insteadOf: 'seconds',
  })
  ends_at?: string | null;

  static toCommand({ seconds, ends_at }: ExtendBody): Command {
    const endsAt = timeWithOffset(ends_at);
    return endsAt === null ? { type: 'extend', seconds: seconds ?? 0 } : { type: 'extend', endsAt };
  }
}
