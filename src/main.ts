import cluster from 'node:cluster';
import { Logger, ShutdownSignal } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppLogger } from './app.logger.js';
import { AppModule } from './app.module.js';
import { appOptions, configureApp } from './app.setup.js';
import { Workers } from './app.workers.js';
import { loadConfig, type AppConfig } from './config/app-config.js';
import { readEnvFile } from './config/env-file.js';
import { InvalidSettings } from './config/read-settings.js';

try {
  const config = loadConfig({ ...readEnvFile('.env'), ...process.env });
  if (config.workers > 1 && cluster.isPrimary) supervise(config);
  else await serve(config);
} catch (error) {
  if (!(error instanceof InvalidSettings)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function supervise(config: AppConfig): void {
  Logger.overrideLogger(new AppLogger(config));
  new Workers(config).start();
}

async function serve(config: AppConfig): Promise<void> {
  const options = { ...appOptions, logger: new AppLogger(config) };
  const app = configureApp(await NestFactory.create<NestExpressApplication>(AppModule.of(config), options));
  app.enableShutdownHooks([ShutdownSignal.SIGTERM, ShutdownSignal.SIGINT], { useProcessExit: true });
  try {
    await (config.host ? app.listen(config.port, config.host) : app.listen(config.port));
  } catch (error) {
    console.error(cannotListen(config, error as NodeJS.ErrnoException));
    process.exit(1);
  }
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  const logger = new Logger('Start');
  logger.log(
    `store: ${config.redis ? `Redis (${config.redis.kind})` : 'embedded: no Redis is configured, meetings live in memory'}`,
  );
  logger.log(`listening on ${url}, API docs at ${url}/docs`);
}

function cannotListen({ port, host }: AppConfig, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: stop what uses it, or choose another with PORT=${port + 1}`;
  if (code === 'EACCES') return `Port ${port} needs more rights: choose one above 1023 with PORT=8000`;
  return `Cannot listen on ${host ?? 'any address'}, port ${port}: ${message}`;
}
