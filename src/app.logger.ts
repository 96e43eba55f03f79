import { isatty } from 'node:tty';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { AppConfig } from './config/app-config.js';

const SEVERITIES: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

/** Nest tells of every module and route at start; an operator asked for our two lines. */
const FRAMEWORK = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

export class AppLogger extends ConsoleLogger {
  constructor({ logLevel }: Pick<AppConfig, 'logLevel'>) {
    const least = logLevel === 'info' ? 'log' : logLevel;
    super({
      prefix: 'Kyukei',
      colors: isatty(1),
      logLevels: SEVERITIES.slice(0, SEVERITIES.indexOf(least) + 1),
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (FRAMEWORK.has(rest.at(-1) as string)) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}
