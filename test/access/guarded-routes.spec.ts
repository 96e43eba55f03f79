import type { NestExpressApplication } from '@nestjs/platform-express';
import { describe, expect, it } from '@jest/globals';
import { call } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { built, library } from '../support/outside-jest.js';

const { Controller, Get, Post } = await library<typeof import('@nestjs/common')>('@nestjs/common');
const { Test } = await library<typeof import('@nestjs/testing')>('@nestjs/testing');
const { ForLeaders, ForLeaderReads, ForListeners, ForMembers, ForMembersCalls } = await built<
  typeof import('../../src/access/access.decorators.js')
>('access/access.decorators.js');
const { AppModule } = await built<typeof import('../../src/app.module.js')>('app.module.js');
const { loadConfig } = await built<typeof import('../../src/config/app-config.js')>('config/app-config.js');
const { appOptions, configureApp } =
  await built<typeof import('../../src/http/configure-app.js')>('http/configure-app.js');
const { HttpAdapter } = await built<typeof import('../../src/http/http-adapter.js')>('http/http-adapter.js');

const KEY = 'first-key-0123456789abcdef';

/**
 * Routes that a careless change could add: each needs a permission, and none names its meeting where the
 * guard reads it.
 */
@Controller('careless/:id')
class Careless {
  @Post('command')
  @ForLeaders()
  command() {
    return {};
  }

  @Post('issue')
  @ForLeaders('issue')
  issue() {
    return {};
  }

  @Post('member-call')
  @ForMembersCalls()
  memberCall() {
    return {};
  }

  @Get('names')
  @ForLeaderReads()
  names() {
    return {};
  }

  @Get('part')
  @ForMembers()
  part() {
    return {};
  }

  @Get('stream')
  @ForListeners()
  stream() {
    return {};
  }
}

describe('a route that needs a permission, but does not name its meeting where the guard looks', () => {
  const cleanup = new Cleanup();

  async function start(): Promise<string> {
    const config = loadConfig({
      LEADER_AUTH: 'key',
      LEADER_API_KEYS: KEY,
      MEMBER_AUTH: 'token',
      MEMBER_TOKEN_SECRETS: 'a-secret-of-32-characters-or-more',
    });
    const testing = Test.createTestingModule({ imports: [AppModule.of(config)], controllers: [Careless] });
    const module = await testing.compile();
    const options = { ...appOptions, logger: false } as const;
    const nest = configureApp(
      module.createNestApplication<NestExpressApplication>(new HttpAdapter(), options),
    );
    cleanup.add(() => nest.close());
    await nest.listen(0, '127.0.0.1');
    return nest.getUrl();
  }

  const routes = [
    ['POST', 'command'],
    ['POST', 'issue'],
    ['POST', 'member-call'],
    ['GET', 'names'],
    ['GET', 'part'],
  ] as const;

  it.each([...routes, ['GET', 'stream'] as const])('refuses everybody: %s %s', async (method, path) => {
    const url = `${await start()}/careless/abc/${path}`;
    for (const headers of [undefined, { 'x-api-key': KEY }])
      expect(await call(method, url, undefined, headers)).toMatchObject({
        status: 422,
        body: { code: 'invalid_request', errors: [{ field: 'meeting_id' }] },
      });
  });

  it.each(routes)('does not accept a meeting in the query: %s %s', async (method, path) => {
    const url = `${await start()}/careless/abc/${path}?meeting_id=mine`;
    expect((await call(method, url, undefined, { 'x-api-key': KEY })).status).toBe(422);
  });
});
