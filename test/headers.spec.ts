import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startApp } from './support/app.js';
import { launchBrowser } from './support/browser.js';
import { Cleanup } from './support/cleanup.js';
import { until } from './support/until.js';

const policyOf = (response: Response) => response.headers.get('content-security-policy') ?? '';

describe('the security headers', () => {
  const cleanup = new Cleanup('after all tests');
  let url: string;
  let browser: Browser;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
    browser = await launchBrowser(cleanup);
  });

  it.each([
    '/health',
    '/api/time',
    '/api/meetings/abc/status',
    '/api/meetings/%7B%7D/status',
    '/api/meetings/%zz/status',
    '/nothing',
    '/docs-json',
    '/docs',
    '/docs/swagger-ui.css',
    '/',
    '/m/%20',
    '/sdk/kyukei-client.js',
  ])('of %s allow only its intended use, forbid framing, and send no referrer', async (path) => {
    const response = await fetch(url + path, { redirect: 'manual' });
    expect(policyOf(response)).toMatch(/^default-src 'none';.* ?frame-ancestors 'none'$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    for (const name of ['x-powered-by', 'server', 'set-cookie', 'strict-transport-security'])
      expect([name, response.headers.get(name)]).toEqual([name, null]);
  });

  it('are on a stream too', async () => {
    const abort = new AbortController();
    const { headers } = await fetch(`${url}/api/sse/events?meeting_id=abc`, { signal: abort.signal });
    abort.abort();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['off', 'https', null],
    ['loopback', 'http', null],
    ['loopback', 'https', 'max-age=15552000'],
  ])(
    'with TRUST_PROXY=%s, behind %s, require HTTPS from then on: %s',
    async (TRUST_PROXY, proto, expected) => {
      const { url: behind } = await startApp(cleanup, { TRUST_PROXY });
      const { headers } = await fetch(`${behind}/health`, { headers: { 'x-forwarded-proto': proto } });
      expect(headers.get('strict-transport-security')).toBe(expected);
    },
  );

  it('forbid inline scripts and scripts from elsewhere', async () => {
    for (const path of ['/docs', '/', '/health']) {
      const policy = policyOf(await fetch(url + path));
      expect([path, /script-src (?!'self';)/.test(policy)]).toEqual([path, false]);
    }
  });

  it.each(['/docs', '/', '/console/abc', '/m/abc'])('of %s allow everything that it needs', async (path) => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.text().startsWith('violation'))
        complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.addInitScript(
      "document.addEventListener('securitypolicyviolation', (event) => console.log('violation', event.violatedDirective, event.blockedURI))",
    );
    await page.goto(url + path, { waitUntil: 'load' });
    // Waits until Swagger UI has rendered, or the console's page has heard from its stream.
    await page
      .locator(path === '/docs' ? '.opblock' : '#light[data-state=good]')
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
    // Check that a violation would have been reported above.
    await page.evaluate(
      "document.head.append(Object.assign(document.createElement('script'), { text: '1' }))",
    );
    await until('the report', () => complaints.join('\n').includes('violation script-src'));
    await page.close();
  });
});
