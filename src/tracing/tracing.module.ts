import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { TracingConfig } from '../config/tracing-config.js';

const SDK = Symbol('SDK');

/** Imported only if tracing is on. */
@Module({})
export class TracingModule implements OnApplicationShutdown {
  constructor(@Inject(SDK) private readonly sdk: { shutdown(): Promise<void> }) {}

  static of(config: TracingConfig): DynamicModule {
    const start = async () => (await import('./sdk.js')).startTracing(config);
    return { module: TracingModule, providers: [{ provide: SDK, useFactory: start }] };
  }

  /** Sends the remaining spans. A collector that is away must not make the exit fail. */
  async onApplicationShutdown(): Promise<void> {
    await this.sdk.shutdown().catch((error: unknown) => new Logger('Tracing').warn(String(error)));
  }
}
