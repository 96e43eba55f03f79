import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Meeting } from '../../domain/meeting.js';
import type { LoggedNotice, Notice } from '../../domain/notice.js';
import { BodyAnswer } from '../../problems/ignored-fields.js';
import { id, time } from '../../problems/fields/examples.js';

export class StartAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Meeting started'] })
  readonly message = 'Meeting started';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiPropertyOptional({
    description:
      'With `LEADER_AUTH=claim`, in the answer to the first start: every later command needs it. It is sent once; store it.',
  })
  declare readonly leader_token?: string;

  constructor(meetingId: string) {
    super();
    this.meeting_id = meetingId;
  }
}

/** The end of a break: the same fields in the answer to its command, in the notice and in the snapshot. */
abstract class Countdown extends BodyAnswer {
  @ApiProperty({ description: 'The id of the break.', example: '7d0f1c5e-5d0c-4f9e-9a55-3d1b6d0e8f11' })
  readonly rest_id: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'null: the break lasts until a leader ends it.',
    example: 600,
  })
  readonly duration_seconds: number | null;

  @ApiProperty({
    ...time,
    type: String,
    nullable: true,
    description: 'null: the break lasts until a leader ends it.',
  })
  readonly ends_at: string | null;

  @ApiProperty({ ...time, description: "The server's time of the decision." })
  readonly server_time: string;

  constructor({ rest_id, duration_seconds, ends_at, timestamp }: CountdownNotice) {
    super();
    this.rest_id = rest_id;
    this.duration_seconds = duration_seconds;
    this.ends_at = ends_at;
    this.server_time = timestamp;
  }
}

type CountdownNotice = Extract<Notice, { ends_at: unknown }>;

export class RestAnswer extends Countdown {
  @ApiProperty({ enum: ['Rest notification sent'] })
  readonly message = 'Rest notification sent';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ ...time, description: 'When the break began; the same time as in the notice.' })
  readonly timestamp: string;

  constructor(notices: readonly LoggedNotice[]) {
    const notice = lastOf(notices, 'rest_required');
    super(notice);
    this.meeting_id = notice.meeting_id;
    this.timestamp = notice.timestamp;
  }
}

export class ExtendAnswer extends Countdown {
  @ApiProperty({ enum: ['Break extended'] })
  readonly message = 'Break extended';

  @ApiProperty(id)
  readonly meeting_id: string;

  constructor(notices: readonly LoggedNotice[]) {
    const notice = lastOf(notices, 'rest_extended');
    super(notice);
    this.meeting_id = notice.meeting_id;
  }
}

export class ResumeAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Meeting resumed'] })
  readonly message = 'Meeting resumed';

  @ApiProperty(id)
  readonly meeting_id: string;

  constructor(meetingId: string) {
    super();
    this.meeting_id = meetingId;
  }
}

export class EndAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Meeting ended'] })
  readonly message = 'Meeting ended';

  @ApiProperty(id)
  readonly meeting_id: string;

  constructor(meetingId: string) {
    super();
    this.meeting_id = meetingId;
  }
}

export class UndoAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Command undone'] })
  readonly message = 'Command undone';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ description: 'The last notice of the command.', example: 'rest_required' })
  readonly undone_event: string;

  @ApiProperty({ description: 'The id of that notice.', example: '1760697000000-0' })
  readonly undone_id: string;

  @ApiProperty({ ...time, description: "The server's time of the decision." })
  readonly server_time: string;

  constructor(notices: readonly LoggedNotice[]) {
    super();
    const { meeting_id, undone_event, undone_id, timestamp } = lastOf(notices, 'undone');
    this.meeting_id = meeting_id;
    this.undone_event = undone_event;
    this.undone_id = undone_id;
    this.server_time = timestamp;
  }
}

export class StatusAnswer {
  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ description: 'Whether a break is on.' })
  readonly rest_flg: boolean;

  @ApiProperty(time)
  readonly started_at: string;

  @ApiProperty({
    ...time,
    type: String,
    nullable: true,
    description: 'When the break began; null while none is on.',
  })
  readonly rest_started_at: string | null;

  constructor(meeting: Meeting & { startedAt: string }) {
    this.meeting_id = meeting.id;
    this.rest_flg = meeting.currentBreak !== null;
    this.started_at = meeting.startedAt;
    this.rest_started_at = meeting.currentBreak?.startedAt ?? null;
  }
}

function lastOf<E extends Notice['event']>(notices: readonly LoggedNotice[], event: E) {
  const notice = notices.at(-1)?.notice;
  if (notice?.event !== event) throw new Error(`a command was done without ${event}`);
  return notice as Extract<Notice, { event: E }>;
}
