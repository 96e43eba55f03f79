import { describe, expect, it } from '@jest/globals';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';

const EXTENSION = 'chrome-extension://abcdefghijklmnop';
const routes = ['/api/meetings/abc/rest', '/api/sse/events?meeting_id=abc', '/health', '/docs-json'];

describe('CORS', () => {
  const cleanup = new Cleanup();

  async function preflight(url: string, origin: string, headers: string): Promise<Headers> {
    const response = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': headers },
    });
    expect(response.status).toBe(204);
    return response.headers;
  }

  it.each(['https://meet.google.com', 'null', EXTENSION])(
    'allows pages of any origin by default: %s',
    async (origin) => {
      const { url } = await startApp(cleanup);
      for (const route of routes) {
        const headers = await preflight(
          url + route,
          origin,
          'content-type,last-event-id,idempotency-key,x-anything',
        );
        expect(headers.get('access-control-allow-origin')).toBe('*');
        expect(headers.get('access-control-allow-headers')).toBe(
          'content-type,last-event-id,idempotency-key,x-anything',
        );
        expect(headers.get('access-control-allow-methods')).toContain('POST');
        expect(headers.get('access-control-max-age')).toBe('86400');
        expect(headers.get('access-control-allow-credentials')).toBeNull();
      }
    },
  );

  it('applies to every answer, errors too, and exposes the headers that clients need', async () => {
    const { url } = await startApp(cleanup);
    for (const path of [
      '/health',
      '/api/meetings/abc/status',
      '/api/meetings/%7B%7D/status',
      '/nothing',
      '/api/meetings/%zz/status',
    ]) {
      const { headers } = await fetch(url + path, { headers: { origin: 'null' } });
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-expose-headers')).toContain('Retry-After');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  it('is restricted by CORS_ORIGINS', async () => {
    const { url } = await startApp(cleanup, { CORS_ORIGINS: `https://example.com, ${EXTENSION}` });
    const allowed = async (origin: string) =>
      (await fetch(`${url}/health`, { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await allowed('https://example.com')).toBe('https://example.com');
    expect(await allowed(EXTENSION)).toBe(EXTENSION);
    expect(await allowed('https://example.com.evil.test')).toBeNull();
    expect(await allowed('null')).toBeNull();
    const { headers } = await fetch(`${url}/health`, { headers: { origin: 'https://example.com' } });
    expect(headers.get('vary')).toContain('Origin');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  // Browsers compare the header with their origin byte by byte (Fetch, "CORS check"), so it is never
  // rewritten.
  it.each([
    ['https://*.example.com', 'https://a.b.example.com', 'https://example.com'],
    ['moz-extension://*', 'moz-extension://6a1f1a0e-8a3e-4b7a-9d5c-0d6f0f5b0f3e', EXTENSION],
    [
      'safari-web-extension://E1B8F2A0-1',
      'safari-web-extension://E1B8F2A0-1',
      'safari-web-extension://E1B8F2A0-2',
    ],
    ['https://Example.com:443/', 'https://example.com', 'http://example.com'],
    ['https://休憩.example', 'https://xn--xoq266b.example', 'https://xn--xoq266b.example.evil.test'],
    ['http://localhost:*', 'http://localhost:5173', 'https://localhost:5173'],
  ])(
    'allows the origins that CORS_ORIGINS=%s means, to read and to command',
    async (origins, meant, stranger) => {
      const { url } = await startApp(cleanup, { CORS_ORIGINS: origins });
      const start = async (origin: string) => {
        const headers = { origin, 'sec-fetch-site': 'cross-site' };
        const response = await fetch(`${url}/api/meetings/abc/start`, { method: 'POST', headers });
        return [response.status, response.headers.get('access-control-allow-origin')];
      };
      expect(await start(meant)).toEqual([200, meant]);
      expect(await start(stranger)).toEqual([403, null]);
    },
  );

  it('allows credentials only with CORS_CREDENTIALS', async () => {
    const { url } = await startApp(cleanup, {
      CORS_ORIGINS: 'https://example.com',
      CORS_CREDENTIALS: 'true',
    });
    const allowed = async (origin: string) => {
      const { headers } = await fetch(`${url}/health`, { headers: { origin } });
      return [headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')];
    };
    expect(await allowed('https://example.com')).toEqual(['https://example.com', 'true']);
    expect((await allowed('https://evil.test'))[0]).toBeNull();
  });
});
