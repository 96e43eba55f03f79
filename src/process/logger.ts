import { isatty } from 'node:tty';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { AppConfig } from '../config/app-config.js';

const SEVERITIES: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

/** Nest tells of every module and route at start; an operator asked for our report. */
const FRAMEWORK = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/**
 * Nest's own logger: lines for a terminal, or one JSON object a line, with what a record says beside its message (`duration_ms`,
 * `route`, …) as fields of their own.
 */
export class AppLogger extends ConsoleLogger {
  private level: AppConfig['logLevel'];

  constructor(private readonly config: Pick<AppConfig, 'logLevel' | 'logFormat'>) {
    const json = config.logFormat === 'json';
    super({ prefix: 'Kyukei', json, flattenParams: true, colors: !json && isatty(1) });
    this.level = config.logLevel;
    this.setLogLevels(from(this.level));
  }

  /** To `debug`, and back to what is configured; from a configured `debug` to `info`. Other processes stay as they are. */
  toggleDebug(): void {
    const usual = this.config.logLevel === 'debug' ? 'info' : this.config.logLevel;
    this.level = this.level === 'debug' ? usual : 'debug';
    // While debug is on: a configured `error` would swallow the news.
    this.setLogLevels(from('debug'));
    this.log(`LOG_LEVEL is now ${this.level}`, 'AppLogger');
    this.setLogLevels(from(this.level));
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (FRAMEWORK.has(rest.at(-1) as string)) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  /** Nest's names and milliseconds are its own; log collectors know `info` and RFC 3339. */
  protected override stringifyJsonLogObject({ level, timestamp, ...rest }: Record<string, unknown>): string {
    const time = new Date(timestamp as number).toISOString();
    return super.stringifyJsonLogObject({ time, level: level === 'log' ? 'info' : level, ...rest });
  }
}

function from(level: AppConfig['logLevel']): LogLevel[] {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(level === 'info' ? 'log' : level) + 1);
}
