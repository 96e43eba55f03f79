import cluster from 'node:cluster';
import { Module, type DynamicModule } from '@nestjs/common';
import type { AppConfig } from '../config/app-config.js';
import { version } from '../config/version.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsServer } from './metrics-server.js';
import { Metrics } from './metrics.js';

/** Global, because every module has something to count. */
@Module({})
export class MetricsModule {
  static of({ metricsPort, store, workers }: AppConfig): DynamicModule {
    const create = () => {
      const metrics = new Metrics();
      metrics.build.set({ version, node: process.version, store: store.kind }, 1);
      if (cluster.worker) metrics.shareAs(cluster.worker.id);
      return metrics;
    };
    return {
      module: MetricsModule,
      global: true,
      controllers: metricsPort === undefined && workers === 1 ? [MetricsController] : [],
      providers: [{ provide: Metrics, useFactory: create }, MetricsServer],
      exports: [Metrics],
    };
  }
}
