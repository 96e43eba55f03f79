import { ApiProperty } from '@nestjs/swagger';
import type { StoreState } from '../../stores/store-health.js';

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

const checks = { type: 'object', additionalProperties: true } as const;
const store = { store: { status: 'up', state: 'connected' } };

/** The shape of @nestjs/terminus' answers. */
export class ReadyAnswer extends ProbeAnswer {
  @ApiProperty({ ...checks, description: 'The checks and their results.', example: store })
  details!: Record<string, unknown>;

  @ApiProperty({ ...checks, description: 'The checks that passed.', example: store })
  info!: Record<string, unknown>;

  @ApiProperty({ ...checks, description: 'The checks that failed.', example: {} })
  error!: Record<string, unknown>;
}
