import { ApiProperty } from '@nestjs/swagger';
import { BodyAnswer } from '../../problems/ignored-fields.js';
import { id, time } from '../../problems/fields/examples.js';
import type { Handover } from '../handovers.js';
import { CODE_SCHEMA } from './handover-body.js';

export class CodeAnswer {
  @ApiProperty({ enum: ['Code issued'] })
  readonly message = 'Code issued';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ ...CODE_SCHEMA, description: 'Put it into the fragment of a link: `/console/{id}#code=…`.' })
  readonly code: string;

  @ApiProperty({ ...time, description: 'When the code expires: a minute from now.' })
  readonly expires_at: string;

  constructor(meetingId: string, { code, expiresAt }: { code: string; expiresAt: string }) {
    this.meeting_id = meetingId;
    this.code = code;
    this.expires_at = expiresAt;
  }
}

export class HandoverAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Meeting handed over'] })
  readonly message = 'Meeting handed over';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ description: 'Gives the right to lead the meeting: send it as `Authorization: Bearer`.' })
  readonly leader_token: string;

  @ApiProperty({
    ...time,
    type: String,
    nullable: true,
    description:
      'When the token expires. null: it is the `leader_token` of the start, which ends with the meeting.',
  })
  readonly expires_at: string | null;

  constructor(meetingId: string, { token, expires_at }: Handover) {
    super();
    this.meeting_id = meetingId;
    this.leader_token = token;
    this.expires_at = expires_at;
  }
}
