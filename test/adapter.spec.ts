import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { HttpAdapter } from '../src/http/http-adapter.js';
import { appOptions } from '../src/http/configure-app.js';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';

describe('the HTTP adapter', () => {
  const cleanup = new Cleanup();

  it('gives Express requests and responses that it need not change into its own', async () => {
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
    'refuses an option of the server that would have no effect: %j',
    async (option) => {
      const built = await Test.createTestingModule({}).compile();
      const create = () => built.createNestApplication(new HttpAdapter(), { ...appOptions, ...option });
      expect(create).toThrow(`${Object.keys(option)[0]} is not supported: `);
    },
  );

  it('takes the same options when they are off', async () => {
    const built = await Test.createTestingModule({}).compile();
    const off = { return503OnClosing: false, forceCloseConnections: false };
    const nest = built.createNestApplication(new HttpAdapter(), { ...appOptions, ...off });
    await nest.close();
  });
});
