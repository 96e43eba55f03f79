import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { built, library } from './support/outside-jest.js';

const { Test } = await library<typeof import('@nestjs/testing')>('@nestjs/testing');
const { appOptions } = await built<typeof import('../src/http/configure-app.js')>('http/configure-app.js');
const { HttpAdapter } = await built<typeof import('../src/http/http-adapter.js')>('http/http-adapter.js');

describe('the HTTP adapter', () => {
  const cleanup = new Cleanup();

  it('creates requests and responses that Express need not convert', async () => {
    const { nest, url } = await startApp(cleanup);
    const server = nest.getHttpServer();
    const kinds: object[] = [];
    const look = (request: IncomingMessage, response: ServerResponse) =>
      kinds.push(...[request, response].map((made) => Object.getPrototypeOf(made) as object));
    server.prependListener('request', look);
    server.on('request', look);

    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const express = nest.getHttpAdapter().getInstance() as { request: object; response: object };
    const expected = [express.request, express.response, express.request, express.response];
    expect(kinds.map((kind, i) => kind === expected[i])).toEqual([true, true, true, true]);
  });

  it.each([{ httpsOptions: {} }, { return503OnClosing: true }, { forceCloseConnections: true }])(
    'refuses a server option that would have no effect: %j',
    async (option) => {
      const module = await Test.createTestingModule({}).compile();
      const create = () => module.createNestApplication(new HttpAdapter(), { ...appOptions, ...option });
      expect(create).toThrow(`${Object.keys(option)[0]} is not supported: `);
    },
  );

  it('accepts the same options when they are off', async () => {
    const module = await Test.createTestingModule({}).compile();
    const off = { return503OnClosing: false, forceCloseConnections: false };
    const nest = module.createNestApplication(new HttpAdapter(), { ...appOptions, ...off });
    await nest.close();
  });
});
