import { ApiProperty } from '@nestjs/swagger';
import type { RestSnapshot, Snapshot } from '../../domain/snapshot.js';
import { MembersInAnswer } from './members-answer.js';
import { ScheduleInAnswer } from './schedule-answer.js';
import { id, time } from '../../problems/fields/examples.js';

class RestInSnapshot implements RestSnapshot {
  @ApiProperty({ description: 'The id of the break.', example: '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11' })
  rest_id!: string;

  @ApiProperty({ example: '休憩時間です' })
  message!: string;

  @ApiProperty(time)
  started_at!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'null: the break lasts until a leader ends it.',
    example: 600,
  })
  duration_seconds!: number | null;

  @ApiProperty({
    ...time,
    type: String,
    nullable: true,
    description: 'null: the break lasts until a leader ends it.',
  })
  ends_at!: string | null;
}

export class SnapshotAnswer implements Snapshot {
  @ApiProperty(id)
  meeting_id!: string;

  @ApiProperty({ enum: ['not_started', 'in_progress', 'on_break'] })
  phase!: Snapshot['phase'];

  @ApiProperty({ ...time, type: String, nullable: true })
  started_at!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The title that the leader gave the meeting; null: none.',
    example: 'Weekly review',
  })
  title!: string | null;

  @ApiProperty({
    ...time,
    type: String,
    nullable: true,
    description: 'When the current stretch of work began; null during a break.',
  })
  working_since!: string | null;

  @ApiProperty({
    description: 'The running break; null if there is none.',
    type: RestInSnapshot,
    nullable: true,
  })
  rest!: RestInSnapshot | null;

  @ApiProperty({ type: ScheduleInAnswer, nullable: true, description: 'null = none.' })
  schedule!: ScheduleInAnswer | null;

  @ApiProperty({
    ...time,
    type: String,
    nullable: true,
    description: 'The next planned break; null without a schedule, and during a break.',
  })
  next_rest_at!: string | null;

  @ApiProperty({ type: MembersInAnswer })
  members!: MembersInAnswer;

  @ApiProperty({
    description: 'The id of the last notice that the snapshot includes.',
    example: '1760697000000-0',
  })
  cursor!: string;

  @ApiProperty({ ...time, description: "The server's time." })
  server_time!: string;
}
