import { accessConfig, limits, type AccessConfig, type Limits } from './access-config.js';
import { noEnvFile, type EnvFile } from './env-file.js';
import { isOpen } from './origins.js';
import { InvalidSettings, readSettings, type Environment } from './read-settings.js';
import { fieldsOf, type Fields, type Settings } from './settings.js';
import { pathOf } from './public-url.js';
import { mergeSources } from './sources.js';
import { isRedis, storeConfig, unusedBeside, type StoreConfig } from './store-config.js';
import { tracingConfig, type TracingConfig } from './tracing-config.js';
import { checkNames } from './unknown-names.js';

/** The fields of {@link AppConfig} that more than one setting decides. */
interface Computed {
  readonly logFormat: 'json' | 'text';
  /** The path of `publicUrl`, without a `/` at its end; `''` = none. */
  readonly publicPath: string;
  /** Allowed origins; `'*'` = every origin. */
  readonly corsOrigins: '*' | readonly string[];
  /** Processes that share the port. */
  readonly workers: number;
  readonly access: AccessConfig;
  readonly limits: Limits;
  /** `null` = off. */
  readonly tracing: TracingConfig | null;
  readonly store: StoreConfig;
  /** Prefix of every Redis key and channel; `''` = none. */
  readonly redisPrefix: string;
  /** Settings that have no effect, one line each. */
  readonly warnings: readonly string[];
}

/**
 * All decisions of the operator, validated. Nothing else reads the environment. `settings.ts` describes each
 * field of `Fields`.
 */
export type AppConfig = Fields & Computed;

/**
 * Injection token of the configuration. Nest injects by class, so this is an empty class with the fields of
 * the type.
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class
export const AppConfig = class {} as unknown as abstract new () => AppConfig;

/** Throws `InvalidSettings` when a setting cannot be used. */
export function loadConfig(environment: Environment, file: EnvFile = noEnvFile): AppConfig {
  const names = checkNames(environment, file.values);
  const sources = mergeSources(environment, file);
  const settings = readSettings(sources.values, names.complaints);
  const origins = [...new Set(settings.CORS_ORIGINS)];
  const store = storeConfig(settings);
  const processes = workersOf(settings, store);
  if (settings.CORS_CREDENTIALS && origins.some(isOpen)) throw new InvalidSettings([needsOrigins]);
  return Object.freeze({
    ...fieldsOf(settings),
    logFormat: settings.LOG_FORMAT ?? (settings.NODE_ENV === 'production' ? 'json' : 'text'),
    publicPath: settings.PUBLIC_URL === undefined ? '' : pathOf(settings.PUBLIC_URL),
    corsOrigins: origins.includes('*') ? '*' : origins,
    workers: processes.workers,
    access: accessConfig(settings),
    limits: limits(settings),
    tracing: tracingConfig(settings),
    store,
    redisPrefix: settings.REDIS_PREFIX ?? '',
    warnings: [
      ...file.warnings,
      ...names.warnings,
      ...sources.warnings,
      ...processes.warnings,
      ...unusedBeside(settings),
    ],
  });
}

const needsOrigins =
  'CORS_CREDENTIALS=true: accepts only CORS_ORIGINS that name each origin; with * or null every page could act as its visitor';

/**
 * A host sets WEB_CONCURRENCY for everything it runs, so it is no reason not to start. A person sets WORKERS.
 */
function workersOf({ WORKERS, WEB_CONCURRENCY = 1 }: Settings, store: StoreConfig) {
  const workers = WORKERS ?? WEB_CONCURRENCY;
  if (isRedis(store) || workers === 1) return { workers, warnings: [] };
  const why = 'without Redis, as meetings then live in one process; set REDIS_URL for more';
  if (WORKERS) throw new InvalidSettings([`WORKERS=${workers}: accepts 1 ${why}`]);
  return { workers: 1, warnings: [`WEB_CONCURRENCY=${workers} has no effect ${why}`] };
}
