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
    'lets a page of any origin in: %s',
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

  it('is on every answer, errors too, and shows what clients need', async () => {
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

  it('is narrowed by CORS_ORIGINS', async () => {
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

  it('is with credentials only where CORS_CREDENTIALS says so', async () => {
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
