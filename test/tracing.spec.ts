import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { call, post } from './support/api.js';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { Collector } from './support/collector.js';
import { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';
import { Service, startTwoProcesses } from './support/service.js';
import { until } from './support/until.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

describe('tracing', () => {
  const cleanup = new Cleanup();

  /** Two processes on one Redis, and the messages that they publish. */
  async function two(env: Record<string, string> = {}) {
    const { one, other, redis } = await startTwoProcesses(cleanup, env);
    const announced: string[] = [];
    const listener = redis.client();
    listener.on('message', (_, payload) => announced.push(payload));
    await listener.subscribe('meeting:abc-defg-hij:rest');
    return { services: [one, other] as const, announced, redis: redis.client() };
  }

  /** Calls a break on the first process, and waits until members of both have got it. */
  async function rest(
    [one, other]: readonly Service[],
    headers: Record<string, string> = {},
  ): Promise<Member[]> {
    const urls = [one, one, other].map((service) => service?.url ?? '');
    const members = await Promise.all(urls.map((url) => Member.join(cleanup, url, 'abc-defg-hij')));
    await call('POST', `${urls[0] ?? ''}/api/meetings/abc-defg-hij/rest`, { message: 'secret' }, headers);
    await Promise.all(members.map((member) => member.hears('message')));
    return members;
  }

  it('follows a command from its caller through the commit to the delivery of each process', async () => {
    const collector = await Collector.start(cleanup);
    const { services, announced, redis } = await two({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
      OTEL_SERVICE_NAME: 'breaks',
      LOG_FORMAT: 'json',
    });
    const members = await rest(services, { traceparent: `00-${TRACE}-${CALLER}-01` });
    // The remaining spans are exported before the process ends.
    await Promise.all(services.map((service) => service.stop()));

    const spans = collector.spans.filter(({ traceId }) => traceId === TRACE);
    const [request, commit, ...fanOuts] = [
      'POST /api/meetings/:meeting_id/rest',
      'commit',
      'fan-out',
    ].flatMap((of) => spans.filter(({ name }) => name === of));
    expect(spans).toHaveLength(4);
    expect(request).toMatchObject({
      parentSpanId: CALLER,
      attributes: { 'http.route': '/api/meetings/:meeting_id/rest', 'http.response.status_code': 200 },
      resource: { 'service.name': 'breaks' },
    });
    expect(commit).toMatchObject({ parentSpanId: request?.spanId, resource: request?.resource });
    expect(fanOuts.map(({ parentSpanId }) => parentSpanId)).toEqual([commit?.spanId, commit?.spanId]);
    expect(fanOuts.map(({ attributes }) => attributes['streams']).sort()).toEqual([1, 2]);
    expect(new Set(fanOuts.map(({ resource }) => resource['service.instance.id'])).size).toBe(2);
    expect(collector.headers).toContainEqual(expect.objectContaining({ 'x-key': 'a b' }));

    expect(services[0].output).toContain(`"trace_id":"${TRACE}"`);
    // Traces contain no ids or texts of meetings; members' frames and the log contain no trace ids.
    expect(JSON.stringify(collector.spans)).not.toMatch(/abc-defg-hij|secret/);
    expect(announced.map((payload) => JSON.parse(payload) as object)).toEqual(
      Array(2).fill(expect.objectContaining({ traceparent: `00-${TRACE}-${commit?.spanId ?? ''}-01` })),
    );
    const logged = await redis.xrange('{meeting:abc-defg-hij}:log', '-', '+');
    expect(JSON.stringify([logged, ...members.map(({ frames }) => frames)])).not.toContain(TRACE);
  });

  it('begins a trace for due notices, and for a caller without a trace', async () => {
    const collector = await Collector.start(cleanup);
    const clock = new ManualClock();
    const app = await startApp(cleanup, { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` }, clock);
    const member = await Member.join(cleanup, app.url, 'abc');
    const headers = { traceparent: '00-not-a-trace' };
    await call('POST', `${app.url}/api/meetings/abc/rest`, { duration_seconds: 10 }, headers);
    clock.pass(10_000);
    await member.hears('rest_ended');
    member.leave();
    await app.nest.close();
    const roots = collector.spans.filter(({ parentSpanId }) => !parentSpanId);
    expect(roots.map(({ name }) => name)).toEqual(['POST /api/meetings/:meeting_id/rest', 'commit']);
    expect(new Set(roots.map(({ traceId }) => traceId)).size).toBe(2);
  });

  it.each([
    ['is away', 'ECONNREFUSED', () => Promise.resolve('http://127.0.0.1:1')],
    ['hangs', 'Request timed out', silent],
  ])('delays no request when the collector %s, and logs it', async (_, said, collector) => {
    const service = await Service.start(cleanup, { OTEL_EXPORTER_OTLP_ENDPOINT: await collector() });
    expect((await post(`${service.url}/api/meetings/abc/rest`)).status).toBe(200);
    expect(await service.stop()).toBe(0);
    expect(service.output).toMatch(new RegExp(`WARN \\[Tracing\\].*${said}`));
  });

  /** A server that accepts connections and never answers. */
  async function silent(): Promise<string> {
    const server = createServer().listen(0, '127.0.0.1');
    const sockets: Socket[] = [];
    server.on('connection', (socket) => sockets.push(socket));
    cleanup.add(() => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    });
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is off by default: no trace is announced and no SDK is loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kyukei-loaded-'));
    cleanup.add(() => rm(folder, { recursive: true }));
    const { services, announced } = await two({ NODE_V8_COVERAGE: folder });
    await rest(services, { traceparent: `00-${TRACE}-${CALLER}-01` });
    await until('both announcements', () => announced.length === 2);
    expect(announced.join()).not.toContain('traceparent');
    await Promise.all(services.map((service) => service.stop()));
    const covered = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
    const loaded = (await Promise.all(covered)).map((report) =>
      (JSON.parse(report) as { result: { url: string }[] }).result.map(({ url }) => url),
    );
    expect(loaded).toHaveLength(2);
    expect(loaded[0]).toContainEqual(expect.stringMatching(/dist\/tracing\/spans\.js$/));
    expect(loaded.flat().filter((url) => /tracing\/sdk|opentelemetry\/(?!api\/)/.test(url))).toEqual([]);
  });
});
