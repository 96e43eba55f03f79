import { ApiProperty } from '@nestjs/swagger';
import { BodyAnswer } from '../../problems/ignored-fields.js';
import { id, time } from '../../problems/fields/examples.js';

export class TokenAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Token issued'] })
  readonly message = 'Token issued';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ description: 'A JWT: `Authorization: Bearer`, or `?token=` on a stream.' })
  readonly token: string;

  @ApiProperty({ ...time, description: 'When the token expires.' })
  readonly expires_at: string;

  constructor(meetingId: string, { token, expiresAt }: { token: string; expiresAt: string }) {
    super();
    this.meeting_id = meetingId;
    this.token = token;
    this.expires_at = expiresAt;
  }
}
