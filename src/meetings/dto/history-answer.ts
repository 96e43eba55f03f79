import { ApiProperty } from '@nestjs/swagger';
import type { PastRest, Run } from '../../domain/history.js';
import { millisecondsBetween } from '../../domain/timestamp.js';
import type { Meeting } from '../../domain/meeting.js';
import { id, time } from '../../problems/fields/examples.js';

class PastRestInAnswer implements PastRest {
  @ApiProperty({ example: '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11' })
  rest_id!: string;

  @ApiProperty(time)
  started_at!: string;

  @ApiProperty(time)
  ended_at!: string;

  @ApiProperty({ type: 'integer', example: 600 })
  seconds!: number;

  @ApiProperty({ enum: ['leader', 'timer', 'restarted', 'meeting_ended'] })
  reason!: PastRest['reason'];
}

class RunInAnswer implements Run {
  @ApiProperty(time)
  started_at!: string;

  @ApiProperty({ ...time, type: String, nullable: true, description: 'null = unknown: nobody ended it.' })
  ended_at!: string | null;

  @ApiProperty({ type: 'integer', example: 3 })
  breaks!: number;

  @ApiProperty({ type: 'integer', example: 1500 })
  pause_seconds!: number;

  @ApiProperty({ type: 'integer', example: 3600 })
  longest_stretch_seconds!: number;
}

export class HistoryAnswer {
  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ ...time, type: String, nullable: true })
  readonly started_at: string | null;

  @ApiProperty({ ...time, type: String, nullable: true, description: 'null = the meeting is in progress.' })
  readonly ended_at: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'Number of breaks so far, including the current one.',
    example: 3,
  })
  readonly breaks: number;

  @ApiProperty({ type: 'integer', description: 'Seconds of break, up to now.', example: 1500 })
  readonly pause_seconds: number;

  @ApiProperty({
    type: 'integer',
    description: 'Seconds of the longest time without a break, up to now.',
    example: 3600,
  })
  readonly longest_stretch_seconds: number;

  @ApiProperty({ description: 'The last breaks that are over (at most 50).', type: [PastRestInAnswer] })
  readonly recent: readonly PastRest[];

  @ApiProperty({
    description:
      'Earlier runs of the meeting, from a start to its end or to the next start, oldest first (at most ' +
      '50): those that were ' +
      'over within `HISTORY_RETENTION_HOURS`.',
    type: [RunInAnswer],
  })
  readonly runs: readonly Run[];

  constructor({ id, history, currentBreak, workingSince }: Meeting, now: string) {
    const { startedAt, endedAt, breaks, pauseMs, longestStretchMs, recent, runs = [] } = history;
    const pausing = currentBreak ? millisecondsBetween(currentBreak.startedAt, now) : 0;
    const working = workingSince === null ? 0 : millisecondsBetween(workingSince, now);
    this.meeting_id = id;
    this.started_at = startedAt;
    this.ended_at = endedAt;
    this.breaks = breaks;
    this.pause_seconds = seconds(pauseMs + pausing);
    this.longest_stretch_seconds = seconds(Math.max(longestStretchMs, working));
    this.recent = recent;
    this.runs = runs;
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
