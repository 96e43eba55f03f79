import SwaggerParser from '@apidevtools/swagger-parser';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Frame } from '../src/events/frames/frame.js';
import { problemTypes } from '../src/domain/refusal.js';
import { startApp } from './support/app.js';
import { launchBrowser } from './support/browser.js';
import { Cleanup } from './support/cleanup.js';

describe('the API docs', () => {
  const cleanup = new Cleanup('after all tests');
  let url: string;
  let document: OpenAPIObject;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
    document = (await (await fetch(`${url}/docs-json`)).json()) as OpenAPIObject;
  });

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        ...(operation as NonNullable<typeof item.get>),
      })),
    );

  it('come compressed, with a tag, and have nothing beside the page', async () => {
    const ask = (path: string, headers = {}) => fetch(`${url}${path}`, { headers });
    for (const path of ['/docs-json', '/docs/swagger-ui-bundle.js']) {
      const answer = await ask(path, { 'Accept-Encoding': 'br' });
      expect(answer.headers.get('content-encoding')).toBe('br');
      expect(answer.headers.get('etag')).toMatch(/^W\//);
    }
    for (const path of ['/docs-yaml', '/docs/swagger-ui-bundle.js.map', '/docs/package.json'])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  it('are valid OpenAPI 3', async () => {
    expect(document.openapi).toMatch(/^3\./);
    await SwaggerParser.validate(structuredClone(document) as never);
  });

  const fields = () =>
    Object.values(document.components?.schemas ?? {}).flatMap((schema) =>
      Object.values('properties' in schema ? (schema.properties ?? {}) : {}),
    );

  it('give every field that has a pattern the type string', () => {
    const patterned = fields().filter((field) => 'pattern' in field);
    expect(patterned.length).toBeGreaterThan(2);
    for (const field of patterned) expect(field).toMatchObject({ type: 'string' });
  });

  it('allow null among the values of each field that may be null (OpenAPI 3.0, Schema Object)', () => {
    const nullable = fields().filter((field) => 'enum' in field && field.enum && field.nullable);
    expect(nullable.length).toBeGreaterThan(2);
    for (const field of nullable) expect(field).toMatchObject({ enum: expect.arrayContaining([null]) });
  });

  it('have every route', () => {
    expect(operations().map(({ name }) => name)).toEqual([
      'GET /api/time',
      'POST /api/meetings/{meeting_id}/tokens',
      'POST /api/meetings/{meeting_id}/start',
      'POST /api/meetings/{meeting_id}/rest',
      'POST /api/meetings/{meeting_id}/resume',
      'POST /api/meetings/{meeting_id}/rest/extend',
      'POST /api/meetings/{meeting_id}/end',
      'GET /api/meetings/{meeting_id}',
      'GET /api/meetings/{meeting_id}/status',
      'GET /api/meetings/{meeting_id}/events',
      'GET /api/meetings/{meeting_id}/history',
      'PUT /api/meetings/{meeting_id}/schedule',
      'DELETE /api/meetings/{meeting_id}/schedule',
      'POST /api/meetings/{meeting_id}/schedule/snooze',
      'POST /api/meetings/{meeting_id}/schedule/skip',
      'POST /api/meetings/{meeting_id}/rest/ack',
      'GET /api/meetings/{meeting_id}/roster',
      'POST /api/meetings/{meeting_id}/break-requests',
      'GET /api/sse/events',
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'GET /health/startup',
    ]);
  });

  it('say what each route is for, what it takes and every way it answers', () => {
    const refusals: Record<string, string[]> = {
      'POST /api/meetings/{meeting_id}/tokens': ['409'],
      'POST /api/meetings/{meeting_id}/resume': ['404'],
      'POST /api/meetings/{meeting_id}/rest/extend': ['404', '409'],
      'POST /api/meetings/{meeting_id}/schedule/snooze': ['404', '409'],
      'POST /api/meetings/{meeting_id}/schedule/skip': ['404', '409'],
      'POST /api/meetings/{meeting_id}/rest/ack': ['404', '409'],
      'POST /api/meetings/{meeting_id}/break-requests': ['404', '409'],
    };
    for (const { name, summary, tags, parameters, responses } of operations()) {
      expect([name, summary]).toEqual([name, expect.stringMatching(/\w/)]);
      expect(tags).toHaveLength(1);
      expect(parameters?.every((one) => 'description' in one && one.description)).toBe(true);
      const expected = name.startsWith('POST')
        ? ['200', '400', '401', '403', ...(refusals[name] ?? []), '413', '415', '422', '429', '500', '503']
        : {
            'GET /api/meetings/{meeting_id}': ['200', '304', '401', '403', '404', '422', '500', '503'],
            'GET /api/meetings/{meeting_id}/status': ['200', '401', '403', '404', '422', '500', '503'],
            'GET /api/meetings/{meeting_id}/history': ['200', '401', '403', '404', '422', '500', '503'],
            'PUT /api/meetings/{meeting_id}/schedule': [
              ...['200', '400', '401', '403', '404', '413', '415', '422', '429', '500', '503'],
            ],
            'DELETE /api/meetings/{meeting_id}/schedule': [
              '200',
              '401',
              '403',
              '404',
              '422',
              '429',
              '500',
              '503',
            ],
            'GET /api/meetings/{meeting_id}/roster': ['200', '401', '403', '404', '422', '500', '503'],
            'GET /api/meetings/{meeting_id}/events': ['200', '401', '403', '422', '500', '503'],
            'GET /api/sse/events': ['200', '401', '403', '422'],
            'GET /health/ready': ['200', '503'],
          }[name];
      expect([name, Object.keys(responses)]).toEqual([name, expected ?? ['200']]);
    }
  });

  it('show an example for every problem', () => {
    const shown = new Set(
      operations().flatMap(({ responses }) =>
        Object.values(responses).flatMap((response) => {
          const examples = (response as { content?: Record<string, { examples?: object }> }).content;
          return Object.keys(examples?.['application/problem+json']?.examples ?? {});
        }),
      ),
    );
    const documented = problemTypes()
      .map(({ code }) => code)
      .filter((code) => code !== 'route_not_found');
    expect([...shown].sort()).toEqual(documented.sort());
  });

  it('document the stream frame by frame, and how to see one', () => {
    const description = document.paths['/api/sse/events']?.get?.description ?? '';
    for (const type of Frame.types) expect(description).toContain(`event: ${type}\n`);
    expect(description).toContain("curl -N 'http://localhost:8000/api/sse/events?meeting_id=abc-defg-hij'");
  });

  it('let people try a route in the browser', async () => {
    const browser = await launchBrowser(cleanup);
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(`${url}/docs`);
    const route = page.locator('.opblock', {
      has: page.locator('[data-path="/api/meetings/{meeting_id}/rest"]'),
    });
    await route.locator('.opblock-summary-control').click();
    await route.getByRole('button', { name: 'Try it out' }).click();
    await route.getByRole('button', { name: 'Execute' }).click();
    const answer = route.locator('.live-responses-table .response').first();
    await answer.locator('.response-col_status', { hasText: '200' }).waitFor();
    expect(await answer.locator('.highlight-code').first().innerText()).toContain(
      '"message": "Rest notification sent"',
    );
    expect(errors).toEqual([]);
  });
});
