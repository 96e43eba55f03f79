import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { InvalidRequest } from '../../problems/invalid-request.js';
import { WholeNumber } from '../../problems/fields/whole-number.js';
import { scheduleBounds, scheduleModes, type Schedule } from '../../domain/schedule-fields.js';
import { shortestGap, TIME_OF_DAY } from '../../domain/clock-times.js';
import { presetNames, presets, type Preset } from '../../domain/presets.js';
import { isTimeZone } from '../../domain/time-zone.js';
import type { Language } from '../../domain/texts.js';
import { InLanguage } from '../../problems/fields/language.js';
import { OneOf } from '../../problems/fields/one-of.js';
import { CommandBody } from './command-body.js';

const WARN_SECONDS = 60;
const MAX_TIMES = 24;

/** Minutes of work that remain between two breaks by the clock. */
const LEAST_WORK = 5;
const TIMES_RULE = `must be 1 to ${MAX_TIMES} times such as 09:30`;

export class ScheduleBody extends CommandBody {
  /** Examples to try at /docs, because the examples of all fields together are refused. */
  static readonly examples = {
    preset: { summary: 'By a guideline', value: { preset: 'uk-hse', mode: 'suggest' } },
    minutes: {
      summary: 'At an interval',
      value: { every_minutes: 50, duration_minutes: 10, mode: 'auto' },
    },
    clock: {
      summary: 'By the clock',
      value: { at: ['10:30', '15:00'], time_zone: 'Asia/Tokyo', duration_minutes: 10, mode: 'auto' },
    },
  };

  @OneOf(presetNames, {
    name: 'SchedulePreset',
    description:
      'Minutes of work and of break by name: `jp-mhlw` 60/10, `uk-hse` 50/5, `brain-break` 30/10. In place ' +
      'of all other numbers and times.',
  })
  preset?: Preset | null;

  @WholeNumber({
    description: 'Minutes of work between two breaks.',
    ...scheduleBounds.every_minutes,
    example: 50,
  })
  every_minutes?: number | null;

  @ApiProperty({
    description:
      `Times of the day, in place of \`every_minutes\`: 1 to ${MAX_TIMES}, each once and in order, \`duration_minutes\` and ` +
      `${LEAST_WORK} minutes apart at least, also over midnight. A time that the clocks skip is moved to the first ` +
      'moment after the gap; of a time that comes twice, the first one counts. The plan survives a start of the ' +
      'meeting.',
    type: 'array',
    items: { type: 'string', pattern: TIME_OF_DAY.source },
    minItems: 1,
    maxItems: MAX_TIMES,
    required: false,
    nullable: true,
    example: ['10:30', '15:00'],
  })
  @IsOptional()
  @IsArray({ message: TIMES_RULE })
  @ArrayMinSize(1, { message: TIMES_RULE })
  @ArrayMaxSize(MAX_TIMES, { message: TIMES_RULE })
  @IsString({ each: true, message: TIMES_RULE })
  @Matches(TIME_OF_DAY, { each: true, message: TIMES_RULE })
  at?: string[] | null;

  @ApiProperty({
    description: 'The time zone of these times: a name of the IANA time zone database. Required with `at`.',
    type: String,
    maxLength: 64,
    required: false,
    nullable: true,
    example: 'Asia/Tokyo',
  })
  @IsOptional()
  @IsString({ message: 'must be the name of an IANA time zone, such as Asia/Tokyo' })
  time_zone?: string | null;

  @WholeNumber({ description: 'Minutes of a break.', ...scheduleBounds.duration_minutes, example: 10 })
  duration_minutes?: number | null;

  @OneOf(scheduleModes, {
    name: 'ScheduleMode',
    description:
      '`suggest`: announces that it is time. `auto`: begins the break. Left out or null: `suggest`.',
  })
  mode?: Schedule['mode'] | null;

  @WholeNumber({
    description: 'How many seconds before the break members are warned; 0: no warning.',
    ...scheduleBounds.warn_seconds,
    default: WARN_SECONDS,
  })
  warn_seconds?: number | null;

  @InLanguage()
  language?: Language | null;

  /** Throws {@link InvalidRequest} when the body has half a schedule, or two. */
  static toSchedule(body: ScheduleBody, defaultLanguage: Language): Schedule {
    const { mode, warn_seconds, language } = body;
    const { seconds, ...plan } = planOf(body);
    if (warn_seconds != null && warn_seconds >= seconds)
      throw refused('warn_seconds', `must be less than the ${seconds} seconds between two breaks`);
    return {
      ...plan,
      mode: mode ?? 'suggest',
      warn_seconds: warn_seconds ?? (WARN_SECONDS < seconds ? WARN_SECONDS : 0),
      language: language ?? defaultLanguage,
    };
  }
}

/** The plan that a body describes, and the seconds between two of its breaks. */
function planOf({ preset, every_minutes, at, time_zone, duration_minutes }: ScheduleBody) {
  if (preset && (every_minutes != null || duration_minutes != null || at != null))
    throw refused('preset', 'must come without every_minutes, at and duration_minutes');
  if (at != null && every_minutes != null)
    throw refused('at', 'takes the place of every_minutes: send one of the two');
  if (time_zone != null && at == null) throw refused('time_zone', 'is for the times of at');
  if (preset) return { ...presets[preset], seconds: presets[preset].every_minutes * 60 };
  if (at == null && every_minutes == null)
    throw refused('every_minutes', 'must be given, or at, or a preset');
  if (duration_minutes == null) throw refused('duration_minutes', 'must be given, or a preset');
  if (at == null)
    return { every_minutes: every_minutes ?? 0, duration_minutes, seconds: (every_minutes ?? 0) * 60 };
  if (!isTimeZone(time_zone))
    throw refused('time_zone', 'must be the name of an IANA time zone, such as Asia/Tokyo');
  if (at.some((time, i) => i > 0 && time <= (at[i - 1] ?? '')))
    throw refused('at', 'must be in order, each time once');
  const gap = shortestGap(at);
  if (gap < duration_minutes + LEAST_WORK)
    throw refused(
      'at',
      `must be ${duration_minutes + LEAST_WORK} minutes apart at least, also over midnight`,
    );
  return { at, time_zone, duration_minutes, seconds: (gap - duration_minutes) * 60 };
}

function refused(field: string, message: string): InvalidRequest {
  return new InvalidRequest([{ field, message }]);
}
