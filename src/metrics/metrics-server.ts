import type { Server } from 'node:http';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Metrics } from './metrics.js';
import { placeOf, serveMetrics } from './serve-metrics.js';

/** Serves `/metrics` on a port of its own, if `METRICS_PORT` is set. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly config: AppConfig,
  ) {}

  /** Where `/metrics` is, for people. */
  get place(): string {
    if (this.server) return placeOf(this.server, this.config.host);
    if (this.config.workers === 1) return '/metrics';
    return this.config.metricsPort === undefined
      ? 'none: with WORKERS they need METRICS_PORT'
      : 'METRICS_PORT, of all workers';
  }

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, host, workers } = this.config;
    // With several workers, the parent process answers for all.
    if (metricsPort === undefined || workers > 1) return;
    this.server = await serveMetrics(metricsPort, host, () => this.metrics.scrape());
  }

  /** Closes as late as the store, so that the end of a process can be observed too. */
  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
