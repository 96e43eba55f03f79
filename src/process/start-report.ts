import { isatty } from 'node:tty';
import { Logger, type INestApplicationContext } from '@nestjs/common';
import { describeOpenAccess } from '../access/describe-open-access.js';
import { AppConfig } from '../config/app-config.js';
import { version } from '../config/version.js';
import { MAX_QUEUED_BYTES } from '../events/stream/http-stream.js';
import { LanAddresses } from '../console/lan-addresses.js';
import { terminalQr } from '../console/terminal-qr.js';
import { StoreHealth } from '../stores/store-health.js';
import { MetricsServer } from '../metrics/metrics-server.js';

/** The first lines that an operator sees: one block of text, or one JSON record with the same facts. */
export async function reportStart(app: INestApplicationContext, url: string): Promise<void> {
  const config = app.get(AppConfig);
  const pages = config.consoleEnabled ? pagesOf(app, config, url) : undefined;
  const facts = { ...(await factsOf(app, config)), ...pages };
  const here = `listening on ${url}, API docs at ${url}/docs`;
  const logger = new Logger('Start');
  if (config.logFormat === 'json') logger.log(here, facts);
  else logger.log([...Object.entries(facts).map(([name, fact]) => `${name}: ${fact}`), here].join('\n  '));
  const isTerminal = config.logFormat === 'text' && isatty(1);
  if (isTerminal && config.startQr === 'on' && pages?.['phone']) await printQr(pages['phone']);
}

interface Pages extends Record<string, string> {
  readonly console: string;
}

/** Where the pages for people are: on this machine, and for a phone. */
function pagesOf(app: INestApplicationContext, config: AppConfig, url: string): Pages {
  const [lan] = app.get(LanAddresses).urls(Number(new URL(url).port));
  const phone = config.publicUrl ?? lan;
  return { console: `${url}/`, ...(phone !== undefined && { phone: `${phone}/` }) };
}

async function printQr(address: string): Promise<void> {
  const code = await terminalQr(address);
  if (code !== undefined) process.stdout.write(`\n${code}\n  ${address}\n\n`);
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
