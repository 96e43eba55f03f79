import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { OpenConnections } from './http/connections.js';
import { HttpDrain } from './http/drain.js';
import { AccessModule } from './access/access.module.js';
import { ClockModule } from './clock/clock.module.js';
import type { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import { ConsoleModule } from './console/console.module.js';
import { EmbeddedModule } from './embedded/embedded.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { MembersModule } from './members/members.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { RedisModule } from './redis/redis.module.js';
import { TracingModule } from './tracing/tracing.module.js';

/** The composition root: the only file that imports every module, and both stores. */
@Module({})
export class AppModule {
  static of(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        MetricsModule.of(config),
        storeModuleFor(config),
        LimitsModule,
        AccessModule,
        MeetingsModule,
        MembersModule,
        EventsModule,
        HealthModule,
        ...(config.tracing ? [TracingModule.of(config.tracing)] : []),
        ClockModule,
        ...(config.consoleEnabled ? [ConsoleModule.of(config)] : []),
      ],
      providers: [OpenConnections, HttpDrain],
    };
  }
}

function storeModuleFor({ store }: AppConfig): Type {
  switch (store.kind) {
    case 'embedded':
      return EmbeddedModule;
    case 'standalone':
    case 'sentinel':
    case 'cluster':
      return RedisModule;
    default:
      return store satisfies never;
  }
}
