import cluster from 'node:cluster';
import { Logger, ShutdownSignal } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import type { AppConfig } from './config/app-config.js';
import { appOptions, configureApp } from './http/configure-app.js';
import { HttpAdapter } from './http/http-adapter.js';
import { placeOf, serveMetrics } from './metrics/serve-metrics.js';
import { WorkerMetrics } from './metrics/worker-metrics.js';
import { AppLogger } from './process/logger.js';
import { reportStart } from './process/start-report.js';
import { answerPings, Workers } from './process/workers.js';

/**
 * Maximum number of connections that wait for a busy process; `net.core.somaxconn` may lower it. After a
 * restart all clients come back at once. With Node's default of 511 a proxy could not connect for some
 * seconds and answered 502 or 504, after which an EventSource gives up for good.
 */
const BACKLOG = 65_535;

/** Listens, in this process or in workers. */
export async function start(config: AppConfig): Promise<void> {
  const logger = new AppLogger(config);
  process.on('SIGUSR2', () => logger.toggleDebug());
  if (!cluster.isWorker) config.warnings.forEach((warning) => logger.warn(warning, 'Settings'));
  if (config.workers === 1 || cluster.isWorker) return serve(config, logger);
  Logger.overrideLogger(logger);
  const { metricsPort, host } = config;
  const metrics = new WorkerMetrics();
  if (metricsPort !== undefined) {
    const server = await serveMetrics(metricsPort, host, () => metrics.scrape()).catch(stop(config));
    logger.log(`metrics of all workers: ${placeOf(server, host)}`, 'Start');
    // The metrics server must not keep the process alive after the last worker has gone.
    server.unref();
  }
  new Workers(config, metrics).start();
}

async function serve(config: AppConfig, logger: AppLogger): Promise<void> {
  if (cluster.isWorker) answerPings();
  const options = { ...appOptions, logger };
  const app = configureApp(
    await NestFactory.create<NestExpressApplication>(AppModule.of(config), new HttpAdapter(), options),
  );
  const { port, host } = config;
  // Nest passes this on to Node's `listen`, which accepts options.
  await app.listen({ port, host, backlog: BACKLOG } as never).catch(stop(config));
  // Only now, because a shutdown during the start never ends. Until here a signal simply ends the process
  // (`early-signals.ts`).
  app.enableShutdownHooks([ShutdownSignal.SIGTERM, ShutdownSignal.SIGINT], { useProcessExit: true });
  await reportStart(app, (await app.getUrl()).replace('[::1]', 'localhost'));
}

/** Explains to the operator why the port cannot be used, and exits. */
function stop(config: AppConfig): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    console.error(cannotListen(config, error));
    process.exit(1);
  };
}

/** The message for a port that cannot be used. The error names it, because there may be two. */
function cannotListen(config: AppConfig, error: NodeJS.ErrnoException & { port?: number }): string {
  const { code, message, port = config.port } = error;
  const setting = port === config.metricsPort ? 'METRICS_PORT' : 'PORT';
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: stop what uses it, or choose another with ${setting}=${port + 1}`;
  if (code === 'EACCES') return `Port ${port} needs more rights: choose one above 1023 with ${setting}=8000`;
  return `Cannot listen on ${config.host ?? 'any address'}, port ${port}: ${message}`;
}
