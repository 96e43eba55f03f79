import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { call, get } from './support/api.js';
import { startApp } from './support/app.js';
import { launchBrowser } from './support/browser.js';
import { Cleanup } from './support/cleanup.js';
import { RawSocket } from './support/raw-socket.js';
import type { Env } from './support/service.js';
import { until } from './support/until.js';

const KEY = 'first-key-0123456789abcdef';

describe('a page of another origin', () => {
  const cleanup = new Cleanup('after all tests');
  let browser: Browser;
  let elsewhere: string;

  beforeAll(async () => {
    browser = await launchBrowser(cleanup);
    const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>'));
    cleanup.add(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  /**
   * The result of a form that the page posts to `start` without a click: the status, and whether the meeting
   * started.
   */
  async function posted(env: Env) {
    const { url } = await startApp(cleanup, env);
    const page = await browser.newPage();
    await page.goto(elsewhere);
    const answer = page.waitForResponse(`${url}/api/meetings/abc/start`);
    await page.evaluate(`
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', enctype: 'text/plain', action: '${url}/api/meetings/abc/start' });
      document.body.append(form);
      form.submit();
    `);
    const status = (await answer).status();
    await page.close();
    const isStarted = (await get(`${url}/api/meetings/abc`)).status === 200;
    return [status, isStarted];
  }

  // Shows that the form works; otherwise the tests below would pass with a form that does nothing.
  it('can send open commands by a form if CORS_ORIGINS is *', async () => {
    expect(await posted({})).toEqual([200, true]);
  });

  it("is refused if CORS_ORIGINS names other origins, but the service's own pages are not", async () => {
    const env = { CORS_ORIGINS: 'https://meet.google.com' };
    expect(await posted(env)).toEqual([403, false]);
    expect(await posted({ CORS_ORIGINS: elsewhere })).toEqual([200, true]);
    const { url } = await startApp(cleanup, env);
    const page = await browser.newPage();
    await page.goto(url);
    const start = "fetch('/api/meetings/abc/start', { method: 'POST' }).then(({ status }) => status)";
    expect(await page.evaluate(start)).toBe(200);
    await page.close();
  });

  it('cannot use a key, because browsers store none that they send by themselves', async () => {
    expect(await posted({ LEADER_AUTH: 'key', LEADER_API_KEYS: KEY })).toEqual([401, false]);
  });
});

describe('if CORS_ORIGINS lists origins', () => {
  const cleanup = new Cleanup();
  const env = { CORS_ORIGINS: 'https://meet.google.com, chrome-extension://abc' };
  const refused = { status: 403, body: { code: 'origin_not_allowed' } };
  const done = { status: 200 };

  it.each<[object, Record<string, string>]>([
    [done, {}],
    [done, { origin: 'https://meet.google.com', 'sec-fetch-site': 'cross-site' }],
    [done, { origin: 'chrome-extension://abc', 'sec-fetch-site': 'none' }],
    [done, { origin: 'http://itself' }],
    [done, { origin: 'https://itself', 'sec-fetch-site': 'same-origin' }],
    [refused, { origin: 'http://itself', 'sec-fetch-site': 'same-site' }],
    [refused, { origin: 'https://evil.test' }],
    [refused, { origin: 'https://evil.test/meet.google.com' }],
    [refused, { origin: 'null' }],
    [refused, { 'sec-fetch-site': 'cross-site' }],
  ])('a command gets %j with %j', async (expected, headers) => {
    const { url } = await startApp(cleanup, env);
    const { host } = new URL(url);
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('itself', host)]),
    );
    expect(await call('POST', `${url}/api/meetings/abc/start`, undefined, own)).toMatchObject(expected);
    expect((await call('GET', `${url}/api/time`, undefined, own)).status).toBe(200);
  });

  // Plain HTTP, over which browsers send no `Sec-Fetch-Site`.
  it.each([
    ['http://example.org', 'example.org', 200],
    ['http://example.org', 'Example.org:80', 200],
    ['https://example.org', 'example.org:443', 200],
    ['http://example.org:81', 'example.org', 403],
    ['http://example.org', 'example.org:81', 403],
  ])(
    "a page's own origin %s is compared with Host %s as browsers compare: %i",
    async (origin, host, status) => {
      const { url } = await startApp(cleanup, env);
      const bytes = `POST /api/meetings/abc/start HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nContent-Length: 0\r\n\r\n`;
      const socket = RawSocket.open(cleanup, url, bytes);
      await until('an answer', () => socket.statuses.length > 0);
      expect(socket.statuses).toEqual([status]);
    },
  );
});

describe('a key', () => {
  const cleanup = new Cleanup();

  it('is not accepted from what browsers send by themselves: HTTP Basic, a cookie', async () => {
    const { url } = await startApp(cleanup, { LEADER_AUTH: 'key', LEADER_API_KEYS: KEY });
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    for (const headers of [basic(`${KEY}:`), basic(`:${KEY}`), { cookie: `x-api-key=${KEY}; token=${KEY}` }])
      expect((await call('POST', `${url}/api/meetings/abc/start`, undefined, headers)).status).toBe(401);
    const answer = await call('POST', `${url}/api/meetings/abc/start`, undefined, { 'x-api-key': KEY });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
  });
});
