import type { Language } from '../meetings/rules/texts.js';
import { accessConfig, limits, type AccessConfig, type Limits } from './access-config.js';
import type { TrustedProxies } from './access-readers.js';
import { InvalidSettings, readSettings, type Environment } from './read-settings.js';
import { redisConfig, type RedisConfig } from './redis-config.js';
import { tracingConfig, type TracingConfig } from './tracing-config.js';

/** Everything an operator decides, validated. The one typed view of the settings; nothing else reads the environment. */
export abstract class AppConfig {
  /** TCP port; 0 = any free one. */
  abstract readonly port: number;
  /** Address to listen on; `undefined` = all, dual-stack. */
  abstract readonly host: string | undefined;
  abstract readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
  abstract readonly logFormat: 'json' | 'text';
  /** TCP port of `/metrics`; 0 = any free one, `undefined` = on `port`. */
  abstract readonly metricsPort: number | undefined;
  /** Allowed origins; `'*'` = every origin. */
  abstract readonly corsOrigins: '*' | readonly string[];
  /** Whether browsers may send them with cookies. */
  abstract readonly corsCredentials: boolean;
  /** Of the texts that nobody wrote. */
  abstract readonly defaultLanguage: Language;
  /** Seconds between heartbeat frames on a stream. */
  abstract readonly heartbeatSeconds: number;
  /** Seconds from the signal to stop until everything has ended. */
  abstract readonly shutdownGraceSeconds: number;
  /** Processes that share the port. */
  abstract readonly workers: number;
  /** Notices kept per meeting. */
  abstract readonly logMaxNotices: number;
  /** Whether pages for people are served. */
  abstract readonly consoleEnabled: boolean;
  /** Who may lead and who may listen. */
  abstract readonly access: AccessConfig;
  abstract readonly limits: Limits;
  /** Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  abstract readonly trustProxy: TrustedProxies;
  /** `null` = off. */
  abstract readonly tracing: TracingConfig | null;
  /** `null` = embedded. */
  abstract readonly redis: RedisConfig | null;
}

/** Throws `InvalidSettings` when a setting cannot be used. */
export function loadConfig(env: Environment): AppConfig {
  const settings = readSettings(env);
  const origins = settings.CORS_ORIGINS;
  const redis = redisConfig(settings);
  const workers = settings.WORKERS ?? settings.WEB_CONCURRENCY ?? 1;
  if (workers > 1 && !redis) throw new InvalidSettings([needsRedis(workers)]);
  const corsCredentials = settings.CORS_CREDENTIALS === 'true';
  if (corsCredentials && (origins.includes('*') || origins.includes('null')))
    throw new InvalidSettings([needsOrigins]);
  return Object.freeze({
    port: settings.PORT,
    host: settings.HOST,
    logLevel: settings.LOG_LEVEL,
    logFormat: settings.LOG_FORMAT ?? (settings.NODE_ENV === 'production' ? 'json' : 'text'),
    metricsPort: settings.METRICS_PORT,
    corsOrigins: origins.includes('*') ? '*' : origins,
    corsCredentials,
    defaultLanguage: settings.DEFAULT_LANGUAGE,
    heartbeatSeconds: settings.SSE_HEARTBEAT_SECONDS,
    shutdownGraceSeconds: settings.SHUTDOWN_GRACE_SECONDS,
    workers,
    logMaxNotices: settings.LOG_MAX_NOTICES,
    consoleEnabled: settings.CONSOLE_ENABLED === 'true',
    access: accessConfig(settings),
    limits: limits(settings),
    trustProxy: settings.TRUST_PROXY,
    tracing: tracingConfig(settings),
    redis,
  });
}

const needsOrigins =
  'CORS_CREDENTIALS=true: accepts only CORS_ORIGINS that name each origin; with * or null every page could act as its visitor';

function needsRedis(workers: number): string {
  return `WORKERS=${workers}: accepts 1 without Redis, as meetings then live in one process; set REDIS_URL for more`;
}
