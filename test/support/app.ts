import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { HttpAdapter } from '../../src/http/http-adapter.js';
import { AppModule } from '../../src/app.module.js';
import { appOptions, configureApp } from '../../src/http/configure-app.js';
import { Clock, SystemClock } from '../../src/clock/clock.js';
import { loadConfig } from '../../src/config/app-config.js';
import type { Cleanup } from './cleanup.js';
import { ManualClock } from './manual-clock.js';
import { RedisServer } from './redis-server.js';
import type { Env } from './service.js';
import { until } from './until.js';

export interface App {
  readonly url: string;
  readonly nest: NestExpressApplication;
}

/** The service within the test's process, through the same `configureApp` as `main.ts`, so that it can be given a clock. */
export async function startApp(
  cleanup: Cleanup,
  env: Env = {},
  clock: Clock = new SystemClock(),
): Promise<App> {
  const module = Test.createTestingModule({ imports: [AppModule.of(loadConfig(env))] });
  const built = await module.overrideProvider(Clock).useValue(clock).compile();
  const nest = configureApp(
    built.createNestApplication<NestExpressApplication>(new HttpAdapter(), { ...appOptions, logger: false }),
  );
  cleanup.add(() => nest.close());
  await nest.listen(0, '127.0.0.1');
  return { nest, url: await nest.getUrl() };
}

/** The two stores that every behaviour is tested on. */
export const stores = ['embedded', 'Redis'] as const;

/** Settings for one of them; for Redis, of a server that is started for the test. */
export async function settingsFor(store: (typeof stores)[number], cleanup: Cleanup): Promise<Env> {
  if (store === 'embedded') return {};
  const { port } = await RedisServer.start(cleanup);
  return { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(port) };
}

/** The service on one of the stores, with a clock that the test sets, and the address of a meeting on it. */
export interface Desk extends App {
  readonly clock: ManualClock;
  readonly meeting: string;
}

export async function startDesk(
  cleanup: Cleanup,
  store: (typeof stores)[number],
  meetingId = 'abc',
): Promise<Desk> {
  const clock = new ManualClock();
  const app = await startApp(cleanup, await settingsFor(store, cleanup), clock);
  await ready(app.url);
  return { ...app, clock, meeting: `${app.url}/api/meetings/${meetingId}` };
}

/** Waits until the service says that its store answers. */
export async function ready(url: string): Promise<void> {
  await until('the service to be ready', async () => (await fetch(`${url}/health/ready`)).ok);
}
