import type { LogLevel } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Clock } from '../../src/clock/clock.js';
import type { Cleanup } from './cleanup.js';
import { ManualClock } from './manual-clock.js';
import { built, library } from './outside-jest.js';
import { RedisServer } from './redis-server.js';
import { ready, type Env } from './service.js';

const { ConsoleLogger } = await library<typeof import('@nestjs/common')>('@nestjs/common');
const { Test } = await library<typeof import('@nestjs/testing')>('@nestjs/testing');
const { AppModule } = await built<typeof import('../../src/app.module.js')>('app.module.js');
const clocks = await built<typeof import('../../src/clock/clock.js')>('clock/clock.js');
const { loadConfig } = await built<typeof import('../../src/config/app-config.js')>('config/app-config.js');
const http = await built<typeof import('../../src/http/configure-app.js')>('http/configure-app.js');
const { HttpAdapter } = await built<typeof import('../../src/http/http-adapter.js')>('http/http-adapter.js');

export interface App {
  readonly url: string;
  readonly nest: NestExpressApplication;
  /**
   * Its log lines. Nest has one logger per process: of several apps, the one that was started last gets all
   * lines.
   */
  readonly log: Log;
}

/** The lines of a log as text: level, context and message. */
class Log extends ConsoleLogger {
  output = '';

  constructor() {
    super({ logLevels: ['fatal', 'error', 'warn', 'log'] });
  }

  protected override printMessages(messages: unknown[], context = '', level: LogLevel = 'log'): void {
    for (const message of messages) this.output += `${level.toUpperCase()} [${context}] ${String(message)}\n`;
  }
}

/**
 * Starts the service within the test's process, with the same `configureApp` as `start.ts`, on any clock. It
 * listens, but its store may not answer yet. A start takes a tenth of the time of a separate process
 * (`Service`).
 */
export async function startApp(
  cleanup: Cleanup,
  env: Env = {},
  clock: Clock = new clocks.SystemClock(),
): Promise<App> {
  const module = Test.createTestingModule({ imports: [AppModule.of(loadConfig(env))] });
  const compiled = await module.overrideProvider(clocks.Clock).useValue(clock).compile();
  const log = new Log();
  const options = { ...http.appOptions, logger: log };
  const nest = http.configureApp(
    compiled.createNestApplication<NestExpressApplication>(new HttpAdapter(), options),
  );
  cleanup.add(() => nest.close());
  await nest.listen(0, '127.0.0.1');
  return { nest, url: await nest.getUrl(), log };
}

/** {@link startApp}, and waits until its store answers. */
export async function startReady(cleanup: Cleanup, env?: Env, clock?: Clock): Promise<App> {
  const app = await startApp(cleanup, env, clock);
  await ready(app.url);
  return app;
}

/** {@link startReady} on a Redis that is started for it. */
export async function startOnRedis(
  cleanup: Cleanup,
  env: Env = {},
  clock?: Clock,
): Promise<App & { readonly redis: RedisServer }> {
  const redis = await RedisServer.start(cleanup);
  return { ...(await startReady(cleanup, { ...redis.env, ...env }, clock)), redis };
}

/** The two stores on which every behaviour is tested. */
export const stores = ['embedded', 'Redis'] as const;

/** {@link startReady} on one of the stores. */
export function startOn(
  cleanup: Cleanup,
  store: (typeof stores)[number],
  env?: Env,
  clock?: Clock,
): Promise<App> {
  const start = store === 'Redis' ? startOnRedis : startReady;
  return start(cleanup, env, clock);
}

/** The service on one of the stores, with a clock that the test sets, and the address of a meeting on it. */
export interface MeetingApp extends App {
  readonly clock: ManualClock;
  readonly meeting: string;
}

export async function startMeeting(
  cleanup: Cleanup,
  store: (typeof stores)[number],
  { env = {}, meetingId = 'abc' }: { env?: Env; meetingId?: string } = {},
): Promise<MeetingApp> {
  const clock = new ManualClock();
  const app = await startOn(cleanup, store, env, clock);
  return { ...app, clock, meeting: `${app.url}/api/meetings/${meetingId}` };
}
