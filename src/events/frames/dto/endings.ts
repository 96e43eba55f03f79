import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { time } from '../../../problems/fields/examples.js';
import type { GoodbyeReason } from '../../../domain/goodbye.js';

export class TokenExpiring {
  @ApiProperty({ ...time, description: 'When the token expires and the stream ends.' })
  expires_at!: string;
}

export class Goodbye {
  @ApiProperty({
    type: String,
    description: 'Why the stream ends. Later versions may add reasons; `reconnect` says what to do.',
    example: 'shutting_down',
  })
  reason!: GoodbyeReason;

  @ApiProperty({ description: 'Whether the client should reconnect.', example: true })
  reconnect!: boolean;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'With `reconnect`: the number of milliseconds to wait before that.',
    example: 3127,
  })
  retry_ms?: number;
}
