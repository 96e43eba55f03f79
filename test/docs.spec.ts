import SwaggerParser from '@apidevtools/swagger-parser';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { noticeEvents } from '../src/domain/notice.js';
import { frameExamples, overviewExamples } from '../src/events/frames/examples.js';
import { Frame } from '../src/events/frames/frame.js';
import { schemaNameOf } from '../src/events/frames/notice-schemas.js';
import { overview } from '../src/events/frames/transient.js';
import type * as refusal from '../src/domain/refusal.js';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { ConsolePages } from './support/console-pages.js';
import { built } from './support/outside-jest.js';

type SchemaObject = Extract<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { oneOf?: unknown }
>;

const dataOf = (frame: Frame) => JSON.parse(frame.data) as { event?: string };

describe('the API docs', () => {
  const cleanup = new Cleanup('after all tests');
  const pages = new ConsolePages();
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

  it('are served compressed, with an ETag, and only at their own address', async () => {
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

  it('give the type string to every field with a pattern', () => {
    const patterned = fields().filter((field) => 'pattern' in field);
    expect(patterned.length).toBeGreaterThan(2);
    for (const field of patterned) expect('type' in field ? [field.type].flat() : []).toContain('string');
  });

  it('declare null as a type and never in an enum, which generators turn into a constant', () => {
    const nullable = fields().filter((field) => JSON.stringify(field).includes('"null"'));
    expect(nullable.length).toBeGreaterThan(10);
    for (const field of nullable) {
      expect(field).not.toHaveProperty('enum');
      expect(field).not.toHaveProperty('nullable');
      // Some generators make a field with a default required.
      expect(field).not.toHaveProperty('default');
    }
  });

  it('use integers for counts', () => {
    expect(JSON.stringify(fields())).not.toContain('"number"');
  });

  it('allow unknown problem codes, for later versions', () => {
    expect(document.components?.schemas?.['Problem']).not.toHaveProperty('properties.code.enum');
  });

  it('name no value in two enumerations: a Go generator makes constants of one package of them', () => {
    const schemas = Object.values(document.components?.schemas ?? {});
    const values = schemas.flatMap((schema) => ('enum' in schema ? (schema.enum as string[]) : []));
    expect(values).toContain('leader');
    expect(values).toHaveLength(new Set(values).size);
  });

  it('say for each route who may call it', () => {
    for (const { name, security } of operations()) {
      const isOpen = /^GET \/(health|api\/time)|\/handover\/redeem$/.test(name);
      expect([name, security]).toEqual([name, isOpen ? [] : [{}, { key: [] }, { token: [] }]]);
    }
  });

  it("name the service's address relative to the document", () => {
    expect(document.servers).toEqual([{ url: '.' }]);
    expect(document.info.license).toMatchObject({ name: 'MIT' });
  });

  it('hide what is accepted for older clients only', () => {
    expect(JSON.stringify(document)).not.toContain('lastEventId');
  });

  it('list every route, with the name that generated clients use', () => {
    expect(operations().map(({ name, operationId }) => `${operationId ?? ''}: ${name}`)).toEqual([
      'issueToken: POST /api/meetings/{meeting_id}/tokens',
      'issueCode: POST /api/meetings/{meeting_id}/handover',
      'redeemCode: POST /api/meetings/{meeting_id}/handover/redeem',
      'getMeetings: GET /api/meetings',
      'startMeeting: POST /api/meetings/{meeting_id}/start',
      'callBreak: POST /api/meetings/{meeting_id}/rest',
      'resumeMeeting: POST /api/meetings/{meeting_id}/resume',
      'extendBreak: POST /api/meetings/{meeting_id}/rest/extend',
      'sendAnnouncement: POST /api/meetings/{meeting_id}/announcements',
      'endMeeting: POST /api/meetings/{meeting_id}/end',
      'undoCommand: POST /api/meetings/{meeting_id}/undo',
      'getMeeting: GET /api/meetings/{meeting_id}',
      'getStatus: GET /api/meetings/{meeting_id}/status',
      'listNotices: GET /api/meetings/{meeting_id}/events',
      'getHistory: GET /api/meetings/{meeting_id}/history',
      'getCalendar: GET /api/meetings/{meeting_id}/calendar.ics',
      'setSchedule: PUT /api/meetings/{meeting_id}/schedule',
      'removeSchedule: DELETE /api/meetings/{meeting_id}/schedule',
      'snoozeSchedule: POST /api/meetings/{meeting_id}/schedule/snooze',
      'skipSchedule: POST /api/meetings/{meeting_id}/schedule/skip',
      'acknowledgeBreak: POST /api/meetings/{meeting_id}/rest/ack',
      'getRoster: GET /api/meetings/{meeting_id}/roster',
      'requestBreak: POST /api/meetings/{meeting_id}/break-requests',
      'openEventStream: GET /api/sse/events',
      'openOverview: GET /api/sse/overview',
      'getHealth: GET /health',
      'getLiveness: GET /health/live',
      'getReadiness: GET /health/ready',
      'getStartup: GET /health/startup',
      'getTime: GET /api/time',
    ]);
  });

  it("describe each route's purpose, parameters and all responses", () => {
    const refusals: Record<string, string[]> = {
      'POST /api/meetings/{meeting_id}/tokens': ['409'],
      'POST /api/meetings/{meeting_id}/handover': ['409'],
      'POST /api/meetings/{meeting_id}/resume': ['404'],
      'POST /api/meetings/{meeting_id}/announcements': ['404', '409'],
      'POST /api/meetings/{meeting_id}/rest/extend': ['404', '409'],
      'POST /api/meetings/{meeting_id}/undo': ['409'],
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
            'GET /api/meetings/{meeting_id}/calendar.ics': ['200', '401', '403', '404', '422', '500', '503'],
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
            'GET /api/meetings': ['200', '304', '401', '403', '422', '500', '503'],
            'GET /api/sse/events': ['200', '401', '403', '422'],
            'GET /api/sse/overview': ['200', '401', '403', '422'],
            'GET /health/ready': ['200', '400', '503'],
          }[name];
      expect([name, Object.keys(responses)]).toEqual([name, expected ?? ['200', '400']]);
    }
  });

  it('have an example for every problem', async () => {
    const shown = new Set(
      operations().flatMap(({ responses }) =>
        Object.values(responses).flatMap((response) => {
          const examples = (response as { content?: Record<string, { examples?: object }> }).content;
          return Object.keys(examples?.['application/problem+json']?.examples ?? {});
        }),
      ),
    );
    const { problemTypes } = await built<typeof refusal>('domain/refusal.js');
    const documented = problemTypes()
      .map(({ code }) => code)
      .filter((code) => code !== 'route_not_found');
    expect([...shown].sort()).toEqual(documented.sort());
  });

  it('document each frame of the stream, and how to see one', () => {
    const description = document.paths['/api/sse/events']?.get?.description ?? '';
    for (const type of Frame.types) expect(description).toContain(`event: ${type}\n`);
    expect(description).toContain("curl -N 'http://localhost:8000/api/sse/events?meeting_id=abc-defg-hij'");
  });

  it('document each frame of the overview', () => {
    const description = document.paths['/api/sse/overview']?.get?.description ?? '';
    for (const type of Object.keys(overview)) expect(description).toContain(`event: ${type}\n`);
  });

  it('have a schema for the data of each frame, and a matching example', () => {
    const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
    ajv.addSchema({ $id: 'document', components: document.components });
    const examples = [
      ...frameExamples.map(
        ([, frame]) => [schemaNameOf(dataOf(frame).event ?? frame.type ?? ''), frame] as const,
      ),
      ...overviewExamples.map(
        ([, frame]) => [overview[frame.type as keyof typeof overview].name, frame] as const,
      ),
    ];
    for (const [name, frame] of examples) {
      const data = dataOf(frame);
      const schema = { $ref: `document#/components/schemas/${name}`, unevaluatedProperties: false };
      const isValid = ajv.compile(schema);
      expect([name, isValid(data), isValid.errors]).toEqual([name, true, null]);
    }
    const { oneOf, discriminator } = document.components?.schemas?.['Notice'] as SchemaObject;
    expect(oneOf).toHaveLength(noticeEvents.length);
    expect(discriminator?.propertyName).toBe('event');
    expect(Object.keys(discriminator?.mapping ?? {})).toEqual(noticeEvents);
  });

  it('let people try a route in the browser', async () => {
    const page = await pages.open(`${url}/docs`);
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
  });

  it.each([390, 1366])(
    'show the stream live at a width of %s pixels: start, listen, break, back',
    async (width) => {
      const page = await pages.open(`${url}/docs`, { viewport: { width, height: 800 } });
      const steps = page.locator('.kyukei-first-steps');
      const press = (name: string) => steps.getByRole('button', { name }).click();
      const hears = (name: string) => steps.locator('li strong', { hasText: name }).waitFor();
      await press('Start');
      await press('Listen');
      await hears('state');
      await press('Break');
      await hears('message');
      await press('Back');
      await hears('rest_ended');
      await press('Stop');
      await steps.getByRole('button', { name: 'Listen' }).waitFor();

      const stream = page.locator('.opblock', { has: page.locator('[data-path="/api/sse/events"]') });
      await stream.locator('.opblock-summary-control').click();
      await stream.getByRole('button', { name: 'Listen' }).click();
      const state = stream.locator('li', { has: page.getByText('state', { exact: true }) });
      expect(await state.locator('pre').innerText()).toContain('"resync": false');
      await stream.getByRole('button', { name: 'Stop' }).click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    },
  );
});
