import { ApiProperty } from '@nestjs/swagger';
import type { RestSnapshot, Snapshot } from '../../domain/snapshot.js';
import { MembersInAnswer } from './members-answer.js';
import { ScheduleInAnswer } from './schedule-answer.js';
import { id, time } from '../../problems/fields/examples.js';

class RestInSnapshot implements RestSnapshot {
  @ApiProperty({ description: 'Names the break.', example: '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11' })
  rest_id!: string;

  @ApiProperty({ example: '休憩時間です' })
  message!: string;

  @ApiProperty(time)
  started_at!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'null = until a leader ends it.',
    example: 600,
  })
  duration_seconds!: number | null;

  @ApiProperty({ ...time, type: String, nullable: true, description: 'null = until a leader ends it.' })
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
    description: 'What its leader calls it; null = nothing.',
    example: 'Weekly review',
  })
  title!: string | null;

  @ApiProperty({
    ...time,
    type: String,
    nullable: true,
    description: 'Since when there was no break; null while one is on.',
  })
  working_since!: string | null;

  @ApiProperty({
    description: 'The break that is on; null while none is.',
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
    description: 'What the schedule plans next; null without one, and while a break is on.',
  })
  next_rest_at!: string | null;

  @ApiProperty({ type: MembersInAnswer })
  members!: MembersInAnswer;

  @ApiProperty({ description: 'The last notice that is in it.', example: '1760697000000-0' })
  cursor!: string;

  @ApiProperty({ ...time, description: "The server's clock." })
  server_time!: string;
}
