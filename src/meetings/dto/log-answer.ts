import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import type { Snapshot } from '../../domain/snapshot.js';
import { SnapshotAnswer } from './snapshot-answer.js';

const notice = {
  id: '1760697000000-0',
  event: 'rest_required',
  meeting_id: 'abc-defg-hij',
  message: '休憩時間です',
  timestamp: '2025-10-17T10:30:00.000Z',
};

export class LogAnswer {
  @ApiProperty({ example: 'abc-defg-hij' })
  meeting_id!: string;

  @ApiProperty({
    description: 'Each notice with its `id`, oldest first.',
    type: 'array',
    items: { $ref: getSchemaPath('NoticeInLog') },
    example: [notice],
  })
  events!: object[];

  @ApiProperty({ description: 'The value of `after` for the next call.', example: notice.id })
  cursor!: string;

  @ApiProperty({
    description:
      'Whether the log does not continue from `after`. If so, use `state` and continue from `cursor`.',
  })
  resync!: boolean;

  @ApiPropertyOptional({
    description: 'With `resync`: the current state of the meeting.',
    type: SnapshotAnswer,
  })
  state?: Snapshot;
}
