import { Redis, type RedisOptions } from 'ioredis';
import type { RedisConfig } from '../config/store-config.js';
import { errorOfConnection } from './greeting.js';
import { tlsOptions } from './tls.js';

export type SentinelConfig = Extract<RedisConfig, { kind: 'sentinel' }>;

/** Connects to the master that the Sentinels name; each attempt asks the next one of them. */
export function connectBySentinels(config: SentinelConfig, common: RedisOptions, wait: () => number): Redis {
  return new Redis({
    ...common,
    sentinels: [...config.sentinels],
    name: config.name,
    // No wait the first time: ioredis has only reached the end of its list, and starts again at its
    // beginning.
    sentinelRetryStrategy: (times) => (times === 1 ? 0 : wait()),
    ...(config.sentinelPassword ? { sentinelPassword: config.sentinelPassword } : {}),
    ...(config.tls ? { enableTLSForSentinelMode: true, sentinelTLS: tlsOptions([]) } : {}),
  });
}

/**
 * Finds out why the Sentinels name no master. At the end of its list, ioredis reports "All sentinels are
 * unreachable", with the next wait in the text and "Connection is closed" instead of the cause. It reports
 * the same if they named a master that cannot be reached; another error reports that, so the result is then
 * `undefined`.
 */
export async function causeOf(error: Error, config: SentinelConfig): Promise<Error | undefined> {
  if (!error.message.startsWith('All sentinels are unreachable')) return error;
  const [, last] = /Last error: (.*)$/.exec(error.message) ?? [];
  if (last === undefined) return undefined;
  const [sentinel] = config.sentinels;
  const cause =
    last === 'Connection is closed.'
      ? await errorOfConnection({
          ...sentinel,
          connectTimeout: 2_000,
          ...(config.sentinelPassword ? { password: config.sentinelPassword } : {}),
          ...(config.tls ? { tls: tlsOptions([]) } : {}),
        })
      : undefined;
  return new Error(`the Sentinels name no master "${config.name}": ${cause?.message ?? last}`);
}
