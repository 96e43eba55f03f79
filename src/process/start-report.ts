import { Logger, type INestApplicationContext } from '@nestjs/common';
import { describeOpenAccess } from '../access/describe-open-access.js';
import { AppConfig } from '../config/app-config.js';
import { version } from '../config/version.js';
import { MAX_QUEUED_BYTES } from '../events/stream/http-stream.js';
import { StoreHealth } from '../stores/store-health.js';
import { MetricsServer } from '../metrics/metrics-server.js';

/** The first lines that an operator sees: one block of text, or one JSON record with the same facts. */
export async function reportStart(app: INestApplicationContext, url: string): Promise<void> {
  const config = app.get(AppConfig);
  const facts = await factsOf(app, config);
  const here = `listening on ${url}, API docs at ${url}/docs`;
  const logger = new Logger('Start');
  if (config.logFormat === 'json') logger.log(here, facts);
  else logger.log([...Object.entries(facts).map(([name, fact]) => `${name}: ${fact}`), here].join('\n  '));
}

async function factsOf(app: INestApplicationContext, config: AppConfig): Promise<Record<string, string>> {
  return {
    version: `Kyukei ${version}, Node ${process.version}, process ${process.pid}`,
    ...(config.publicUrl && { public: config.publicUrl }),
    store: await app.get(StoreHealth).describe(),
    access: describeOpenAccess(config),
    limits: [
      `${config.logMaxNotices} notices kept per meeting`,
      `${MAX_QUEUED_BYTES / 1024} KiB queued per stream`,
      `${config.shutdownGraceSeconds} s to stop`,
    ].join(', '),
    metrics: app.get(MetricsServer).place,
    tracing: config.tracing ? `to ${config.tracing.endpoint.href}` : 'off',
  };
}
