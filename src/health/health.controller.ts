import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { Clock } from '../clock/clock.js';
import { ApiProblems } from '../problems/api-problems.js';
import { HealthAnswer, ProbeAnswer, ReadyAnswer } from './dto/health-answers.js';
import { StoreHealth } from '../stores/store-health.js';
import { AmbiguousRequest, NotReady } from '../problems/request-refusals.js';

@ApiTags('health')
@ApiProblems(AmbiguousRequest)
@Controller('health')
export class HealthController {
  constructor(
    private readonly store: StoreHealth,
    private readonly clock: Clock,
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Get the state of the service',
    description: 'Always 200 while the process can answer; within a second, even while Redis hangs.',
  })
  @ApiOkResponse({ type: HealthAnswer })
  async getHealth(): Promise<HealthAnswer> {
    const redis = await this.store.state();
    return {
      status: redis === 'disconnected' || this.store.refusal ? 'degraded' : 'healthy',
      redis,
      timestamp: this.clock.timestamp(),
    };
  }

  @Get('live')
  @ApiOperation({
    summary: 'Liveness probe',
    description: 'Does not depend on the store: restart the process if it fails.',
  })
  @ApiOkResponse({ type: ProbeAnswer })
  getLiveness(): ProbeAnswer {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Readiness probe',
    description: 'Whether to send traffic here: the store works, and no shutdown has begun.',
  })
  @ApiOkResponse({ type: ReadyAnswer })
  @ApiProblems(NotReady)
  getReadiness(): Promise<HealthCheckResult> {
    return this.checks.check([
      async () => {
        const state = await this.store.state();
        const store = this.indicators.check('store');
        const { refusal } = this.store;
        if (refusal)
          return store.down({ state, reason: `the store refuses what commands need (${refusal})` });
        return state === 'disconnected' ? store.down({ state }) : store.up({ state });
      },
    ]);
  }

  /** Always 200: the port opens only after the start. */
  @Get('startup')
  @ApiOperation({
    summary: 'Startup probe',
    description: 'The process has started; it may still wait for its store.',
  })
  @ApiOkResponse({ type: ProbeAnswer })
  getStartup(): ProbeAnswer {
    return { status: 'ok' };
  }
}
