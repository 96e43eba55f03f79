import { describe, expect, it } from '@jest/globals';
import { Cleanup } from './support/cleanup.js';
import { Service } from './support/service.js';
import { until } from './support/until.js';

type Line = Record<string, unknown>;

describe('the log', () => {
  const cleanup = new Cleanup();

  const start = (env = {}) => Service.start(cleanup, { NODE_ENV: 'production', ...env });

  const lines = ({ output }: Service): Line[] =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);

  /** The log record of the request with this id. */
  async function requested(
    service: Service,
    path: string,
    id: string,
    init: RequestInit = {},
  ): Promise<Line> {
    const answer = await fetch(service.url + path, { ...init, headers: { 'X-Request-Id': id } });
    expect(answer.headers.get('x-request-id')).toBe(id);
    await answer.arrayBuffer();
    return until(`the line of ${path}`, () => lines(service).find(({ request_id }) => request_id === id));
  }

  it('is JSON in production, and begins with one record of what started', async () => {
    const [first, ...others] = lines(await start());
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      level: 'info',
      context: 'Start',
      message: expect.stringMatching(/^listening on http:\S+, API docs at /),
      version: expect.stringContaining('Kyukei'),
      store: expect.stringContaining('embedded'),
    });
    expect(new Date(String(first?.['time'])).toISOString()).toBe(first?.['time']);
  });

  it('has one line per request: route instead of URL, id, status and duration', async () => {
    const service = await start();
    const path = '/api/meetings/abc-defg-hij/rest?access_token=secret';
    expect(await requested(service, path, 'trace-1:a', { method: 'POST' })).toMatchObject({
      level: 'info',
      context: 'Http',
      message: 'request',
      method: 'POST',
      route: '/api/meetings/:meeting_id/rest',
      status: 200,
      duration_ms: expect.any(Number),
    });
    expect(await requested(service, '/secret', 'trace-2')).toMatchObject({ route: 'no route', status: 404 });
    expect(service.output).not.toMatch(/secret|abc-defg-hij/);
    expect(lines(service).filter(({ message }) => message === 'request')).toHaveLength(2);
  });

  it('replaces a request id that could break a line or a collector', async () => {
    const { url } = await start();
    for (const id of ['a b', '"x"', 'é', 'x'.repeat(129)]) {
      const { headers } = await fetch(`${url}/api/time`, { headers: { 'X-Request-Id': id } });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('reports probes at debug level only, which SIGUSR2 switches while the process runs', async () => {
    const service = await start();
    const toggle = async (level: string) => {
      service.process.kill('SIGUSR2');
      await until(
        `LOG_LEVEL ${level}`,
        () => lines(service).at(-1)?.['message'] === `LOG_LEVEL is now ${level}`,
      );
    };
    const probe = () => fetch(`${service.url}/health/live`);
    await probe();
    await toggle('debug');
    expect(await requested(service, '/health/live', 'probe')).toMatchObject({ level: 'debug', status: 200 });
    await toggle('info');
    await probe();
    await toggle('debug');
    expect(lines(service).filter(({ message }) => message === 'request')).toHaveLength(1);
  });

  it('is text in a terminal', async () => {
    const service = await Service.start(cleanup);
    expect(service.output).toMatch(
      /^\[Kyukei\] .* LOG \[Start\] version: Kyukei .*\n {2}store: embedded.*\n(?: {2}.*\n)* {2}listening on http:\S+, API docs at \S+\n$/,
    );
    await (await fetch(`${service.url}/api/time`)).text();
    await until('its line', () =>
      / LOG \[Http\] request \{ method: 'GET', route: '\/api\/time', status: 200,.* \}\n$/.test(
        service.output,
      ),
    );
  });
});
