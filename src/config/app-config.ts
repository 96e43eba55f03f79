import type { Language } from '../domain/texts.js';
import { accessConfig, limits, type AccessConfig, type Limits } from './access-config.js';
import type { TrustedProxies } from './access-parsers.js';
import { noEnvFile, type EnvFile } from './env-file.js';
import { isOpen } from './origins.js';
import { InvalidSettings, readSettings, type Environment } from './read-settings.js';
import { redisConfig, type RedisConfig } from './redis-config.js';
import type { Settings } from './settings.js';
import { mergeSources } from './sources.js';
import { tracingConfig, type TracingConfig } from './tracing-config.js';
import { checkNames } from './unknown-names.js';

/** The validated settings, typed and frozen. Only this folder reads the environment. */
export abstract class AppConfig {
  /** TCP port; 0 = any free one. */
  abstract readonly port: number;
  /** Address to listen on; `undefined` = all, dual-stack. */
  abstract readonly host: string | undefined;
  abstract readonly logLevel: 'error' | 'warn' | 'info' | 'debug';
  abstract readonly logFormat: 'json' | 'text';
  /** TCP port of `/metrics`; 0 = any free one, `undefined` = on `port`. */
  abstract readonly metricsPort: number | undefined;
  /** Public URL without a `/` at its end; `undefined` = the address at which a page was opened. */
  abstract readonly publicUrl: string | undefined;
  /** Allowed origins; `'*'` = every origin. */
  abstract readonly corsOrigins: '*' | readonly string[];
  /** Whether browsers may send cookies with requests from these origins. */
  abstract readonly corsCredentials: boolean;
  /** Language of the default texts. */
  abstract readonly defaultLanguage: Language;
  /** Seconds between heartbeat frames on a stream. */
  abstract readonly heartbeatSeconds: number;
  /** Seconds from the signal to stop until the process has ended. */
  abstract readonly shutdownGraceSeconds: number;
  /** Processes that share the port. */
  abstract readonly workers: number;
  /** Notices kept in the log of a meeting. */
  abstract readonly logMaxNotices: number;
  /** Whether the service serves the console. */
  abstract readonly consoleEnabled: boolean;
  /** Who may lead and who may listen. */
  abstract readonly access: AccessConfig;
  abstract readonly limits: Limits;
  /** Proxies whose `X-Forwarded-*` headers are trusted. */
  abstract readonly trustProxy: TrustedProxies;
  /** `null` = off. */
  abstract readonly tracing: TracingConfig | null;
  /** `null` = embedded. */
  abstract readonly redis: RedisConfig | null;
  /** Prefix of every Redis key and channel; `''` = none. */
  abstract readonly redisPrefix: string;
  /** One line for each setting that has no effect. */
  abstract readonly warnings: readonly string[];
}

/** Throws `InvalidSettings` when a setting cannot be used. */
export function loadConfig(environment: Environment, file: EnvFile = noEnvFile): AppConfig {
  const names = checkNames(environment, file.values);
  const sources = mergeSources(environment, file);
  const settings = readSettings(sources.values, names.complaints);
  const origins = [...new Set(settings.CORS_ORIGINS)];
  const redis = redisConfig(settings);
  const processes = workersOf(settings, redis);
  const corsCredentials = settings.CORS_CREDENTIALS === 'true';
  if (corsCredentials && origins.some(isOpen)) throw new InvalidSettings([needsOrigins]);
  return Object.freeze({
    port: settings.PORT,
    host: settings.HOST,
    logLevel: settings.LOG_LEVEL,
    logFormat: settings.LOG_FORMAT ?? (settings.NODE_ENV === 'production' ? 'json' : 'text'),
    metricsPort: settings.METRICS_PORT,
    publicUrl: settings.PUBLIC_URL,
    corsOrigins: origins.includes('*') ? '*' : origins,
    corsCredentials,
    defaultLanguage: settings.DEFAULT_LANGUAGE,
    heartbeatSeconds: settings.SSE_HEARTBEAT_SECONDS,
    shutdownGraceSeconds: settings.SHUTDOWN_GRACE_SECONDS,
    workers: processes.workers,
    logMaxNotices: settings.LOG_MAX_NOTICES,
    redisPrefix: settings.REDIS_PREFIX ?? '',
    consoleEnabled: settings.CONSOLE_ENABLED === 'true',
    access: accessConfig(settings),
    limits: limits(settings),
    trustProxy: settings.TRUST_PROXY,
    tracing: tracingConfig(settings),
    redis,
    warnings: [...file.warnings, ...names.warnings, ...sources.warnings, ...processes.warnings],
  });
}

const needsOrigins =
  'CORS_CREDENTIALS=true: accepts only CORS_ORIGINS that name each origin; with * or null every page could act as its visitor';

/**
 * WORKERS > 1 without Redis stops the start, because somebody chose it. WEB_CONCURRENCY > 1 only warns: a
 * hosting platform sets it for every program.
 */
function workersOf({ WORKERS, WEB_CONCURRENCY = 1 }: Settings, redis: RedisConfig | null) {
  const workers = WORKERS ?? WEB_CONCURRENCY;
  if (redis || workers === 1) return { workers, warnings: [] };
  const why = 'without Redis, as meetings then live in one process; set REDIS_URL for more';
  if (WORKERS) throw new InvalidSettings([`WORKERS=${workers}: accepts 1 ${why}`]);
  return { workers: 1, warnings: [`WEB_CONCURRENCY=${workers} has no effect ${why}`] };
}
