import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { get, post } from './support/api.js';
import { startApp } from './support/app.js';
import { WorkerMetrics } from '../src/metrics/worker-metrics.js';
import { Cleanup } from './support/cleanup.js';
import { Member } from './support/member.js';
import { RawStream } from './support/raw-stream.js';
import { scrape } from './support/scrape.js';
import { Service } from './support/service.js';
import { until } from './support/until.js';

const run = promisify(execFile);

describe('/metrics', () => {
  const cleanup = new Cleanup();

  it('counts the commands of leaders and the frames to members', async () => {
    const { url } = await startApp(cleanup);
    const meeting = `${url}/api/meetings/abc-defg-hij`;
    const streams = await Promise.all([1, 2, 3].map(() => RawStream.open(cleanup, url, 'abc-defg-hij')));
    await Promise.all(streams.map((stream) => stream.contains('event: state')));
    expect(await scrape(url)).toMatchObject({ kyukei_streams_open: 3, kyukei_streams_opened_total: 3 });

    await post(`${meeting}/rest`);
    await Promise.all(streams.map((stream) => stream.contains('rest_required')));
    await post(`${meeting}/rest/extend`, { seconds: 60 });
    const cursor = /id: (\d+-\d+)\nevent: message|event: message\nid: (\d+-\d+)/.exec(streams[0]?.text ?? '');
    await post(`${meeting}/resume`);
    const back = await RawStream.open(cleanup, url, 'abc-defg-hij', { 'Last-Event-ID': cursor?.[2] ?? '' });
    await back.contains('event: state');
    const lost = await RawStream.open(cleanup, url, 'abc-defg-hij', { 'Last-Event-ID': 'nonsense' });
    await lost.contains('event: state');

    expect(await scrape(url)).toMatchObject({
      'kyukei_notices_committed_total{event="rest_required"}': 1,
      'kyukei_notices_committed_total{event="rest_ended"}': 1,
      // Three notices (started, break, end of the break) for three streams each.
      kyukei_notices_delivered_total: 9,
      kyukei_notices_replayed_total: 1,
      'kyukei_resyncs_total{cause="cursor"}': 1,
      kyukei_delivery_lag_seconds_count: 3,
      'kyukei_command_seconds_count{command="rest",outcome="done"}': 1,
      'kyukei_command_seconds_count{command="extend",outcome="refused"}': 1,
      'kyukei_problems_total{code="no_timed_break"}': 1,
      kyukei_bridge_connected: 1,
      kyukei_meetings_followed: 1,
      kyukei_stream_queued_bytes: 0,
    });
  });

  it('counts the overviews among the streams', async () => {
    const { url } = await startApp(cleanup);
    await RawStream.open(cleanup, url, 'abc-defg-hij');
    const overview = await Member.overview(cleanup, url, ['abc-defg-hij']);
    expect(await scrape(url)).toMatchObject({ kyukei_streams_open: 2, kyukei_overviews_open: 1 });
    overview.leave();
    await until('the end of the overview', async () => (await scrape(url))['kyukei_streams_open'] === 1);
    expect(await scrape(url)).toMatchObject({ kyukei_overviews_open: 0 });
  });

  it('gives the reason of each ended stream, and the log its duration', async () => {
    const service = await Service.start(cleanup, { NODE_ENV: 'production' });
    const abort = new AbortController();
    await fetch(`${service.url}/api/sse/events?meeting_id=abc`, {
      headers: { 'X-Request-Id': 'leaves' },
      signal: abort.signal,
    });
    const stays = await RawStream.open(cleanup, service.url, 'abc', { 'X-Request-Id': 'stays' });
    await stays.contains('event: state');
    const line = (id: string) =>
      until(`the end of ${id}`, () => {
        const found = service.output.split('\n').find((text) => text.includes(`"request_id":"${id}"`));
        return found === undefined ? undefined : (JSON.parse(found) as Record<string, unknown>);
      });

    abort.abort();
    expect(await line('leaves')).toMatchObject({ message: 'stream ended', reason: 'client_left' });
    expect(await scrape(service.url)).toMatchObject({
      'kyukei_streams_closed_total{reason="client_left"}': 1,
      kyukei_streams_open: 1,
    });
    expect(await service.stop()).toBe(0);
    // The frames are connected, state and goodbye. The bytes include the chunks' framing.
    const chunks = stays.text.split('\n\n').length - 1;
    const { frames, bytes, reason, level } = await line('stays');
    expect({ frames, reason, level }).toEqual({ frames: chunks, reason: 'shutting_down', level: 'info' });
    expect(bytes).toBeGreaterThanOrEqual(Buffer.byteLength(stays.text));
    expect(service.output.match(/"request_id":"stays"/g)).toHaveLength(1);
  });

  it('contains nothing that a client sent', async () => {
    const { url } = await startApp(cleanup);
    await (await RawStream.open(cleanup, url, 'abc-defg-hij&client_id=some-client')).contains('event: state');
    await post(`${url}/api/meetings/abc-defg-hij/rest`, { message: 'Coffee!' });
    await get(`${url}/api/meetings/nobody-started`);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).not.toMatch(/abc-defg|some-client|nobody|Coffee/);
    const labels = new Set(
      [...text.matchAll(/^kyukei_\S*?{(.*)}/gm)].flatMap(([, all = '']) => all.match(/\w+(?==")/g)),
    );
    expect([...labels].sort()).toEqual([
      'cause',
      'code',
      'command',
      'connection',
      'event',
      'le',
      'node',
      'outcome',
      'reason',
      'store',
      'version',
    ]);
  });

  it("is served on its own port if one is set, and then not on the clients' port", async () => {
    const service = await Service.start(cleanup, { METRICS_PORT: '0' });
    const [, place = ''] = /metrics: (\S+)\/metrics/.exec(service.output) ?? [];
    expect(await scrape(place)).toMatchObject({ kyukei_streams_open: 0 });
    expect((await fetch(`${place}/other`)).status).toBe(404);
    expect((await get(`${service.url}/metrics`)).status).toBe(404);
    const other = await Service.spawn(cleanup, { METRICS_PORT: new URL(place).port });
    expect(await other.exited()).toBe(1);
    expect(other.output).toMatch(/Port \d+ is taken: .* with METRICS_PORT=\d+\n/);
    expect(await service.stop()).toBe(0);
  });
});

describe('docs/metrics.md', () => {
  const cleanup = new Cleanup();
  const text = (path: string) => readFile(path, 'utf8');
  /** The metrics of the service and of the parent process of workers. */
  const everyMetric = async () => {
    const { url } = await startApp(cleanup);
    return `${await (await fetch(`${url}/metrics`)).text()}${await new WorkerMetrics().scrape()}`;
  };

  it('describes every metric and every alert', async () => {
    const exposed = (await everyMetric()).matchAll(/^# TYPE (kyukei_\w+) (\w+)$/gm);
    const docs = await text('docs/metrics.md');
    const explained = docs.matchAll(/^\| `(kyukei_\w+)`.*? \| (\w+) \|/gm);
    const byName = (rows: Iterable<RegExpMatchArray>) =>
      [...rows].map(([, name, type]) => `${name} ${type}`).sort();
    expect(byName(explained)).toEqual(byName(exposed));

    const alerts = [...(await text('deploy/prometheus/kyukei.rules.yml')).matchAll(/alert: (\w+)/g)].map(
      ([, name]) => name,
    );
    const runbooks = [...docs.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(runbooks).toEqual(alerts);
  });

  it('lists every metric that the dashboard and the rules use', async () => {
    const exposed = await everyMetric();
    const used =
      (await text('deploy/grafana/kyukei.json')) + (await text('deploy/prometheus/kyukei.rules.yml'));
    const names = new Set(used.match(/\b(kyukei|nodejs|process)_[a-z0-9_]+\b/g));
    expect(names.size).toBeGreaterThan(20);
    const isExposed = (name: string) => exposed.includes(`# TYPE ${name.replace(/_(bucket|count)$/, '')} `);
    expect([...names].filter((name) => !isExposed(name))).toEqual([]);
  });

  it('has a dashboard that selects this service, because other programs export process_* metrics too', async () => {
    const { panels, templating } = JSON.parse(await text('deploy/grafana/kyukei.json')) as {
      panels: { targets: { expr: string }[] }[];
      templating: { list: { allValue?: string }[] };
    };
    const selectors = panels
      .flatMap(({ targets }) => targets)
      .flatMap(({ expr }) => expr.match(/\b(kyukei|nodejs|process)_\w+({.*?})?|\bup\b({.*?})?/g) ?? [expr]);
    expect(selectors.length).toBeGreaterThan(20);
    const ours = 'job=~"$job", instance=~"$instance"';
    expect(selectors.filter((selector) => !selector.endsWith(`{${ours}}`))).toEqual([]);
    // Without `allValue`, "All" selects the existing values instead of everything.
    expect(templating.list.filter(({ allValue }) => allValue !== undefined)).toEqual([]);
  });

  it('has rules that raise the intended alerts and no others', async () => {
    const cwd = 'deploy/prometheus';
    await run('promtool', ['check', 'config', 'prometheus.yml'], { cwd });
    const { stdout } = await run('promtool', ['test', 'rules', 'kyukei.rules.test.yml'], { cwd });
    expect(stdout).toContain('SUCCESS');
  });
});
