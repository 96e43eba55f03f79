import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Metrics } from './metrics.js';

/** `/metrics` on a port of its own, if one is configured, so that it is not where clients are. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly config: AppConfig,
  ) {}

  /** For people: the path where clients are, or the address of the port. */
  get place(): string {
    if (!this.server) return '/metrics';
    return `http://${this.config.host ?? 'localhost'}:${(this.server.address() as AddressInfo).port}/metrics`;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, host } = this.config;
    if (metricsPort === undefined) return;
    const server = createServer(({ url, method }, response) => {
      if (url?.split('?')[0] !== '/metrics' || method !== 'GET') {
        response.writeHead(404).end('There is GET /metrics.\n');
        return;
      }
      void this.metrics.scrape().then((text) => {
        response.writeHead(200, { 'Content-Type': this.metrics.contentType }).end(text);
      });
    });
    server.listen(metricsPort, host);
    await once(server, 'listening');
    this.server = server;
  }

  /** As late as the store: how a process ends is of interest, too. */
  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
