import { describe, expect, it } from '@jest/globals';
import { publicUrl } from '../src/config/public-url.js';
import { call, get } from './support/api.js';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { Env } from './support/service.js';

const PUBLIC_URL = 'https://example.com/kyukei';

describe('PUBLIC_URL', () => {
  const cleanup = new Cleanup();

  it.each([
    ['https://Example.com/kyukei/', PUBLIC_URL],
    ['https://example.com', 'https://example.com'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['https://休憩.example/a/b', 'https://xn--xoq266b.example/a/b'],
  ])('may be %s', (text, meant) => {
    expect(publicUrl.parse(text)).toBe(meant);
  });

  it.each([
    'example.com/kyukei',
    '/kyukei',
    'ftp://example.com',
    'https:example.com',
    'https://user:pass@example.com',
    'https://example.com/?a',
    'https://example.com/#a',
    'https://example.com//a',
    'https://example.com/"><script>',
    'https://example.com\\@evil.test/',
  ])('is refused if it is %s', (text) => {
    expect(publicUrl.parse(text)).toBeUndefined();
  });

  it('is the server address in the API document', async () => {
    const { url } = await startApp(cleanup, { PUBLIC_URL });
    expect((await get(`${url}/docs-json`)).body['servers']).toEqual([{ url: PUBLIC_URL }]);
  });

  it('is an allowed origin without being listed in CORS_ORIGINS', async () => {
    const { url } = await startApp(cleanup, { PUBLIC_URL, CORS_ORIGINS: 'https://meet.google.com' });
    const start = (origin: string) => call('POST', `${url}/api/meetings/abc/start`, undefined, { origin });
    expect((await start('https://example.com')).status).toBe(200);
    expect((await start('https://evil.test')).status).toBe(403);
  });

  it.each([
    ['/kyukei', '/kyukei/health', 200],
    ['/kyukei', '/health', 200],
    ['/kyukei', '/kyukei/kyukei/health', 404],
    ['/kyukei', '/kyukeihealth', 404],
    ['/kyukei', '/kyukei', 308],
    ['/a/b', '/a/b', 308],
    // The page of the meeting `abc`: once with the path removed by the proxy, and once with the path.
    ['/m', '/m/abc', 200],
    ['/m', '/m/m/abc', 200],
    ['/api', '/api/time', 200],
    ['/api', '/api/api/time', 200],
  ])(
    'may have a path, whether the proxy strips it or not: %s, asked for %s: %i',
    async (path, asked, status) => {
      const { url } = await startApp(cleanup, { PUBLIC_URL: `https://example.com${path}` });
      const response = await fetch(url + asked, { redirect: 'manual' });
      expect(response.status).toBe(status);
      const location = new URL(response.headers.get('location') ?? `${path}/`, response.url);
      expect(location.pathname).toBe(`${path}/`);
    },
  );
});

describe('X-Forwarded-Prefix', () => {
  const cleanup = new Cleanup();

  /** The servers in the API document. */
  async function servers(prefix: string, env: Env = { TRUST_PROXY: 'loopback' }) {
    const { url } = await startApp(cleanup, env);
    const answer = await call('GET', `${url}/docs-json`, undefined, { 'x-forwarded-prefix': prefix });
    return (answer.body['servers'] as { url: string }[] | undefined)?.map((server) => server.url) ?? [];
  }

  it('from a trusted proxy is the base path of the API', async () => {
    expect(await servers('/kyukei')).toEqual(['/kyukei']);
    expect(await servers('/kyukei/')).toEqual(['/kyukei']);
    expect(await servers('/kyukei', { TRUST_PROXY: 'loopback', PUBLIC_URL })).toEqual([PUBLIC_URL]);
  });

  it('from anybody else is ignored', async () => {
    expect(await servers('/kyukei', {})).toEqual(['.']);
    expect(await servers('/kyukei', { TRUST_PROXY: '10.0.0.0/8' })).toEqual(['.']);
  });

  it.each(['//evil.test', 'https://evil.test', '/a, /b', '/"><script>', '/a?b', 'kyukei', '/'])(
    'is ignored if it is not a path: %s',
    async (prefix) => {
      expect(await servers(prefix)).toEqual(['.']);
    },
  );
});
