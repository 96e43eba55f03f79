import { ApiProperty } from '@nestjs/swagger';
import type { StoreState } from '../store-health.js';

export class HealthAnswer {
  @ApiProperty({ enum: ['healthy', 'degraded'] })
  status!: 'healthy' | 'degraded';

  @ApiProperty({ enum: ['connected', 'disconnected', 'embedded'] })
  redis!: StoreState;

  @ApiProperty({ format: 'date-time', example: '2025-10-17T10:30:00.000Z' })
  timestamp!: string;
}

export class ProbeAnswer {
  @ApiProperty({ enum: ['ok'] })
  status!: 'ok';
}

/** As @nestjs/terminus answers. */
export class ReadyAnswer extends ProbeAnswer {
  @ApiProperty({
    description: 'What was checked, and how it is.',
    type: 'object',
    additionalProperties: true,
    example: { store: { status: 'up', state: 'connected' } },
  })
  details!: Record<string, unknown>;
}
