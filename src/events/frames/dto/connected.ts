import { ApiProperty } from '@nestjs/swagger';
import { id } from '../../../problems/fields/examples.js';

export class Connected {
  @ApiProperty({ enum: ['Connected to meeting'] })
  message!: 'Connected to meeting';

  @ApiProperty(id)
  meeting_id!: string;
}
