import { isatty } from 'node:tty';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { AppConfig } from '../config/app-config.js';

const SEVERITIES: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

/**
 * Contexts of Nest's own lines about modules and routes, which are not printed: operators read our start
 * report.
 */
const FRAMEWORK = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/**
 * Nest's console logger: text for a terminal, or one JSON object in each line. The other values of a record
 * (`duration_ms`, `route`, …) are fields of the object.
 */
export class AppLogger extends ConsoleLogger {
  private level: AppConfig['logLevel'];

  constructor(private readonly config: Pick<AppConfig, 'logLevel' | 'logFormat'>) {
    const json = config.logFormat === 'json';
    super({ prefix: 'Kyukei', json, flattenParams: true, colors: !json && isatty(1) });
    this.level = config.logLevel;
    this.setLogLevels(from(this.level));
  }

  /** Switches between `debug` and the configured level (`info` if that is `debug`), in this process only. */
  toggleDebug(): void {
    const usual = this.config.logLevel === 'debug' ? 'info' : this.config.logLevel;
    this.level = this.level === 'debug' ? usual : 'debug';
    // Logged while debug is on, because the configured level may hide this line.
    this.setLogLevels(from('debug'));
    this.log(`LOG_LEVEL is now ${this.level}`, 'AppLogger');
    this.setLogLevels(from(this.level));
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (FRAMEWORK.has(rest.at(-1) as string)) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  /** Drops Nest's message about a port that cannot be used; `start.ts` explains it better. */
  override error(message: unknown, ...rest: unknown[]): void {
    const isListening = rest.at(-1) === 'NestApplication' && /EADDRINUSE|EACCES/.test(String(message));
    if (!isListening) super.error(message, ...rest);
  }

  /** Uses `info` and RFC 3339, which log collectors know, in place of Nest's level names and milliseconds. */
  protected override stringifyJsonLogObject({ level, timestamp, ...rest }: Record<string, unknown>): string {
    const time = new Date(timestamp as number).toISOString();
    return super.stringifyJsonLogObject({ time, level: level === 'log' ? 'info' : level, ...rest });
  }
}

function from(level: AppConfig['logLevel']): LogLevel[] {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(level === 'info' ? 'log' : level) + 1);
}
