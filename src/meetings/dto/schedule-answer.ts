import { ApiProperty } from '@nestjs/swagger';
import { scheduleModes, type Schedule } from '../../domain/schedule-fields.js';
import type { Notice } from '../../domain/notice.js';
import { MAX_SNOOZES } from '../../domain/schedule.js';
import { languages } from '../../domain/texts.js';
import { BodyAnswer } from '../../problems/ignored-fields.js';
import { id, time } from '../../problems/fields/examples.js';

export class ScheduleInAnswer implements Schedule {
  @ApiProperty({ type: 'integer', example: 50 })
  every_minutes!: number;

  @ApiProperty({ type: 'integer', example: 10 })
  duration_minutes!: number;

  @ApiProperty({ enum: scheduleModes, enumName: 'ScheduleMode' })
  mode!: Schedule['mode'];

  @ApiProperty({ type: 'integer', example: 60 })
  warn_seconds!: number;

  @ApiProperty({ enum: languages, enumName: 'Language' })
  language!: Schedule['language'];
}

export class ScheduleAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Schedule changed'] })
  readonly message = 'Schedule changed';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ type: ScheduleInAnswer, nullable: true, description: 'null = none.' })
  readonly schedule: ScheduleInAnswer | null;

  @ApiProperty({ ...time, type: String, nullable: true, description: 'null while a break is on.' })
  readonly next_rest_at: string | null;

  @ApiProperty({ type: 'integer', description: 'How often the next break can still be put off.', example: 2 })
  readonly snoozes_left: number;

  @ApiProperty({ ...time, description: "The server's clock when this was decided." })
  readonly server_time: string;

  /** `notice`: the result of the command; undefined when it removed a schedule that did not exist. */
  constructor(meetingId: string, notice: Notice | undefined, now: string) {
    super();
    const changed = notice?.event === 'schedule_changed' ? notice : undefined;
    this.meeting_id = meetingId;
    this.schedule = changed?.schedule ?? null;
    this.next_rest_at = changed?.next_rest_at ?? null;
    this.snoozes_left = changed?.snoozes_left ?? MAX_SNOOZES;
    this.server_time = changed?.timestamp ?? now;
  }
}
