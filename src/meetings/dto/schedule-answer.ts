import { ApiProperty } from '@nestjs/swagger';
import { presetNames, type Preset } from '../../domain/presets.js';
import { scheduleModes, toldSchedule, type ToldSchedule } from '../../domain/schedule-fields.js';
import type { Notice } from '../../domain/notice.js';
import { MAX_SNOOZES } from '../../domain/schedule.js';
import { languages } from '../../domain/texts.js';
import { BodyAnswer } from '../../problems/ignored-fields.js';
import { id, time } from '../../problems/fields/examples.js';

export class ScheduleInAnswer implements ToldSchedule {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Minutes of work between two breaks; null = by the clock.',
    example: 60,
  })
  every_minutes!: number | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'The times of the day; null = by minutes of work.',
    example: null,
  })
  at!: readonly string[] | null;

  @ApiProperty({ type: String, nullable: true, description: 'The time zone of these times.', example: null })
  time_zone!: string | null;

  @ApiProperty({ type: 'integer', example: 10 })
  duration_minutes!: number;

  @ApiProperty({ enum: scheduleModes, enumName: 'ScheduleMode' })
  mode!: ToldSchedule['mode'];

  @ApiProperty({ type: 'integer', example: 60 })
  warn_seconds!: number;

  @ApiProperty({ enum: languages, enumName: 'Language' })
  language!: ToldSchedule['language'];
}

export class ScheduleAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Schedule changed'] })
  readonly message = 'Schedule changed';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ type: ScheduleInAnswer, nullable: true, description: 'null = none.' })
  readonly schedule: ToldSchedule | null;

  @ApiProperty({ ...time, type: String, nullable: true, description: 'null while a break is on.' })
  readonly next_rest_at: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'How often the next break can still be postponed.',
    example: 2,
  })
  readonly snoozes_left: number;

  @ApiProperty({
    enum: presetNames,
    enumName: 'SchedulePreset',
    nullable: true,
    description: 'The preset whose minutes the plan has; null = none.',
  })
  readonly preset: Preset | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Minutes of work without a break, if the next one comes as planned; null = not known, as during a break.',
    example: 60,
  })
  readonly stretch_minutes: number | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: "Whether the preset's guideline allows such a stretch; null = there is no preset.",
    example: true,
  })
  readonly within_guideline: boolean | null;

  @ApiProperty({ ...time, description: "The server's time of the decision." })
  readonly server_time: string;

  /** `notice`: the result of the command; undefined when it removed a schedule that did not exist. */
  constructor(meetingId: string, notice: Notice | undefined, now: string) {
    super();
    const changed = notice?.event === 'schedule_changed' ? notice : undefined;
    this.meeting_id = meetingId;
    this.schedule = changed?.schedule ? toldSchedule(changed.schedule) : null;
    this.next_rest_at = changed?.next_rest_at ?? null;
    this.snoozes_left = changed?.snoozes_left ?? MAX_SNOOZES;
    this.preset = changed?.preset ?? null;
    this.stretch_minutes = changed?.stretch_minutes ?? null;
    this.within_guideline = changed?.within_guideline ?? null;
    this.server_time = changed?.timestamp ?? now;
  }
}
