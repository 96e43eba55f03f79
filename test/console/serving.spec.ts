import { request } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';

describe("the console's files", () => {
  const cleanup = new Cleanup('after all tests');
  let url: string;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
  });

  const ask = (path: string, init: RequestInit = {}) => fetch(url + path, { redirect: 'manual', ...init });
  const asset = async () =>
    /\/console-assets\/[\w-]+\/js\/welcome\.js/.exec(await (await ask('/')).text())?.[0] ?? '';

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/console', 'text/html; charset=utf-8'],
    ['/console/abc-defg-hij', 'text/html; charset=utf-8'],
    ['/m/abc-defg-hij', 'text/html; charset=utf-8'],
    ['/wall/abc-defg-hij', 'text/html; charset=utf-8'],
    ['/sdk/kyukei-client.js', 'text/javascript; charset=utf-8'],
    ['/sdk/kyukei-client.d.ts', 'text/plain; charset=utf-8'],
    ['/console-assets/any/css/base.css', 'text/css; charset=utf-8'],
    ['/console-assets/any/icon.svg', 'image/svg+xml'],
    ['/console-assets/any/icons/icon-192.png', 'image/png'],
    ['/console-assets/any/manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
    ['/console-assets/any/fonts/digits.woff2', 'font/woff2'],
  ])('are served: %s as %s, with a policy that allows only what they need', async (path, type) => {
    const response = await ask(path);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringMatching(
        type.startsWith('text/html')
          ? /^default-src 'none'; script-src 'self'; style-src 'self';/
          : /^default-src 'none'; frame-ancestors 'none'$/,
      ),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
  });

  it('have a service worker that may ask the service for pages, and nothing else', async () => {
    const { status, headers } = await ask('/worker.js');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; connect-src 'self'");
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  /** The headers of a browser that opens an address. */
  const opening = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

  it.each([
    '/nothing',
    '/a/b/c',
    '/m/',
    '/console/abc/def',
    '/api/nothing',
    '/sdk/none.js',
    '/docs/none',
    '/%zz',
  ])(
    'lead people from an unknown address to the first page, and tell programs the problem: %s',
    async (path) => {
      const page = await ask(path, { headers: opening });
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(page.headers.get('vary')).toContain('Accept');
      const [, home = ''] = /class="elsewhere" href="([^"]+)"/.exec(await page.text()) ?? [];
      expect(new URL(home, page.url).href).toBe(`${url}/`);
      for (const Accept of ['*/*', 'application/json', 'text/event-stream', 'text/css,*/*;q=0.1']) {
        const problem = await ask(path, { headers: { Accept } });
        expect([Accept, problem.status, problem.headers.get('content-type')]).toEqual([
          ...[Accept, 404, 'application/problem+json; charset=utf-8'],
        ]);
      }
    },
  );

  it('leave answers about meetings, and calls other than reads, to the API', async () => {
    for (const [path, method] of [
      ['/api/meetings/unknown', 'GET'],
      ['/nothing', 'POST'],
      [`/${'a/'.repeat(20)}`, 'GET'],
    ] as const) {
      const { status, headers } = await ask(path, { method, headers: opening });
      expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    }
  });

  it('are compressed with the best encoding the browser accepts', async () => {
    const plain = await (await ask('/')).text();
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const response = await ask('/', { headers: { 'Accept-Encoding': accepted } });
      expect([accepted, response.headers.get('content-encoding')]).toEqual([accepted, encoding]);
      expect(response.headers.get('vary')).toContain('Accept-Encoding');
      expect(await response.text()).toBe(plain);
    }
    const font = await ask('/console-assets/any/fonts/digits.woff2', {
      headers: { 'Accept-Encoding': 'br' },
    });
    expect(font.headers.get('content-encoding')).toBeNull();
  });

  it('are cached per release: pages are revalidated, their assets never expire', async () => {
    const first = await ask('/');
    const tag = first.headers.get('etag') ?? '';
    // Not `fetch`: with If-None-Match, Undici adds `Cache-Control: no-cache`, and Express then sends the
    // whole answer.
    expect(await statusOf(`${url}/`, { 'If-None-Match': tag })).toBe(304);
    const kept = await ask(await asset());
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('are served to HEAD without a body', async () => {
    const response = await ask('/', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
  });

  it('come from their own folder only, and only those that browsers need', async () => {
    for (const path of [
      'tsconfig.json',
      '..%2f..%2fpackage.json',
      '%2e%2e/package.json',
      'js/none.js',
      '__proto__',
    ]) {
      const response = await ask(`/console-assets/any/${path}`);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('redirect a mistyped meeting to the first page', async () => {
    for (const page of ['console', 'm']) {
      const response = await ask(`/${page}/not%20a%20code%22%3E`);
      expect(response.status).toBe(303);
      const location = new URL(response.headers.get('location') ?? '', response.url);
      expect(location.href).toBe(`${url}/?refused=not%20a%20code%22%3E`);
    }
  });

  // Links in pages are relative: below `/m/abc/` they would lead elsewhere.
  it('have one address each', async () => {
    for (const page of ['console', 'm']) {
      const response = await ask(`/${page}/abc/`);
      const location = new URL(response.headers.get('location') ?? '', response.url);
      expect([response.status, location.href]).toEqual([308, `${url}/${page}/abc`]);
    }
  });

  it('are not part of the API', async () => {
    const { paths } = (await (await ask('/docs-json')).json()) as { paths: object };
    expect(Object.keys(paths).filter((path) => !/^\/(api|health)/.test(path))).toEqual([]);
  });

  it('are not served with CONSOLE_ENABLED=false', async () => {
    const without = await startApp(cleanup, { CONSOLE_ENABLED: 'false' });
    for (const path of ['/', '/console/abc', '/m/abc', '/sdk/kyukei-client.js'])
      expect([path, (await fetch(without.url + path)).status]).toEqual([path, 404]);
    expect((await fetch(`${without.url}/health`)).status).toBe(200);
  });
});

function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
