import { get, type ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type * as Commands from '../../sdk/javascript/commands.js';
import type * as Client from '../../sdk/javascript/kyukei-client.js';
import type * as OverviewClient from '../../sdk/javascript/overview.js';
import type { Overview } from '../../sdk/javascript/overview.js';
import { post } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { RedisServer } from '../support/redis-server.js';
import { scriptedServer } from '../support/scripted-server.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';

const module = (name: string) => import(new URL(`../../sdk/javascript/${name}.js`, import.meta.url).href);
const { follow } = (await module('kyukei-client')) as typeof Client;
const { followAll } = (await module('overview')) as typeof OverviewClient;
const { getMeetings } = (await module('commands')) as typeof Commands;
const { changeBy } = (await module('meeting')) as {
  changeBy: (known: object, name: string, data: object) => object;
};

/**
 * Milliseconds within which a client is back: its longest wait between two attempts (15 s and a fifth, see
 * connection.js), reached where the service takes long to start, and the answer to the next one.
 */
const BACK_MS = 25_000;

/** The client with the real service; sdk/conformance has cases that a service does not produce. */
describe('the JavaScript client', () => {
  const cleanup = new Cleanup();
  const working = (since: string) => ({ phase: 'in_progress', rest: null, working_since: since });

  it.each([
    ['counts the work anew after a time that nobody watched', 'slept', working('now')],
    ['goes on counting the work when a plan is set', 'set', {}],
  ])('%s', (_, reason, more) => {
    const plan = { schedule: null, next_rest_at: null };
    const changed = changeBy({}, 'schedule_changed', { ...plan, reason, timestamp: 'now' });
    expect(changed).toStrictEqual({ ...plan, ...more });
  });

  it("resumes from its cursor after a proxy's error answer, at which an EventSource gives up", async () => {
    const { url } = await Service.start(cleanup);
    let refused = 0;
    let refusing = false;
    const streams = new Set<ServerResponse>();
    const address = await scriptedServer(cleanup, (request, response) => {
      if (refusing) {
        if (request.url?.startsWith('/api/sse/')) refused++;
        return void response.writeHead(502).end();
      }
      streams.add(response);
      get(url + (request.url ?? ''), { headers: request.headers }, (answer) =>
        answer.pipe(response.writeHead(200, answer.headers)),
      );
    });
    const heard: string[] = [];
    let online = false;
    cleanup.add(
      follow(address, 'abc', (known) => {
        ({ online } = known);
        if (known.rest && known.rest.message !== heard.at(-1)) heard.push(known.rest.message);
      }),
    );
    const rest = (message: string) => post(`${url}/api/meetings/abc/rest`, { message });
    await until('the stream', () => online);
    await rest('first');
    await until('the first', () => heard.length === 1);
    refusing = true;
    for (const stream of streams) stream.destroy();
    await until('it is refused', () => refused === 1);
    expect(online).toBe(false);
    await rest('second');
    await rest('third');
    refusing = false;
    await until('what was missed', () => heard.length === 3, 15_000);
    expect([heard, online, refused]).toEqual([['first', 'second', 'third'], true, 1]);
  });

  it('follows several meetings on one stream, and reads them at once', async () => {
    const { url } = await Service.start(cleanup);
    const rest = (id: string, message: string) => post(`${url}/api/meetings/${id}/rest`, { message });
    await rest('one', 'tea');
    let known: Overview | undefined;
    const names: string[] = [];
    const all = followAll(
      url,
      ['two', 'one'],
      (overview, name) => {
        known = overview;
        names.push(name);
      },
      { role: 'leader' },
    );
    cleanup.add(all);
    await until('both', () => known?.online && known.meetings.size === 2);
    await rest('two', 'walk');
    await until('the break', () => known?.meetings.get('two')?.rest?.message === 'walk');
    expect([...(known?.meetings.keys() ?? [])]).toEqual(['two', 'one']);
    expect(known).toMatchObject({ degraded: false, ended: null });
    expect(known?.meetings.get('one')).toMatchObject({ phase: 'on_break', requests: { count: 0 } });
    expect(names).toEqual(['connected', 'state', 'state', 'state']);
    expect(Math.abs(all.now() - Date.now())).toBeLessThan(1_000);

    const { meetings } = await getMeetings(url, ['one', 'none'], { role: 'leader' });
    expect(meetings).toMatchObject([{ phase: 'on_break', requests: { count: 0 } }, { phase: 'not_started' }]);
    await expect(getMeetings(url, ['a b'])).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('follows as many meetings as the service allows', async () => {
    const { url } = await Service.start(cleanup);
    let known: Overview | undefined;
    const ids = Array.from({ length: 50 }, (_, index) => `m-${index}`);
    cleanup.add(followAll(url, ids, (overview) => (known = overview)));
    await until('all', () => known?.meetings.size === 50);
  });

  it('reconnects no sooner than it is told to, and waits for a slow server', async () => {
    // The client's timers run twenty times as fast.
    const { setTimeout } = globalThis;
    const hurry = (work: () => void, ms = 0) => setTimeout(work, ms / 20);
    globalThis.setTimeout = hurry as typeof setTimeout;
    cleanup.add(() => (globalThis.setTimeout = setTimeout));
    const askedAt: number[] = [];
    const address = await scriptedServer(cleanup, (_, response) => {
      askedAt.push(performance.now() * 20);
      const goodbye = 'event: goodbye\nretry: 9000\ndata: {"reason":"overloaded","reconnect":true}\n\n';
      const answer = () => response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(goodbye);
      if (askedAt.length === 1) answer();
      else setTimeout(answer, 10_000 / 20);
    });
    cleanup.add(follow(address, 'abc', () => undefined));
    await until('three calls', () => askedAt.length === 3);
    const [first = 0, second = 0, third = 0] = askedAt;
    expect(second - first).toBeGreaterThanOrEqual(9_000);
    expect(third - second).toBeGreaterThanOrEqual(19_000);
  });

  it('stops for good when the server says so', async () => {
    let left = false;
    const address = await scriptedServer(cleanup, (request, response) => {
      response.on('close', () => (left = true)).writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(`event: goodbye\ndata: {"reason":"internal_error","reconnect":false,"retry_ms":0}\n\n`);
    });
    const online: boolean[] = [];
    follow(address, 'abc', (known) => online.push(known.online));
    await until('it left', () => left);
    expect(online).toEqual([false, false]);
  });

  it("keeps the meeting's state through a crash, a deploy and a Redis outage", async () => {
    const redis = await RedisServer.start(cleanup, ['--appendonly', 'yes']);
    let service = await Service.startReady(cleanup, redis.env);
    const { url } = service;
    let known: Client.Known | undefined;
    const breaks: string[] = [];
    const stop = follow(url, 'abc', (now) => {
      if (now.rest && now.rest.message !== known?.rest?.message) breaks.push(now.rest.message);
      known = now;
    });
    cleanup.add(stop);
    const knows = (fields: object) =>
      until(JSON.stringify(fields), () => (expect(known).toMatchObject(fields), true), BACK_MS);
    const rest = (message: string) =>
      until(
        `break ${message}`,
        async () => (await post(`${url}/api/meetings/abc/rest`, { message })).status === 200,
      );
    const restart = async (signal: NodeJS.Signals) => {
      await service.stop(signal);
      await knows({ online: false });
      service = await Service.startReady(cleanup, { ...redis.env, PORT: new URL(url).port });
    };

    await knows({ online: true, phase: 'not_started', rest: null });
    await rest('first');
    await knows({ phase: 'on_break', rest: { message: 'first' } });

    await restart('SIGKILL');
    await rest('after a crash');
    await knows({ online: true, rest: { message: 'after a crash' } });

    await restart('SIGTERM');
    await rest('after a deploy');
    await knows({ online: true, rest: { message: 'after a deploy' } });

    await redis.kill();
    await knows({ degraded: true, online: true });
    await redis.run();
    await knows({ degraded: false, online: true });
    await rest('after Redis was away');
    await knows({ rest: { message: 'after Redis was away' } });

    const { body } = await post(`${url}/api/meetings/abc/rest`, { message: 'timed', duration_seconds: 600 });
    await knows({ rest: { message: 'timed', ends_at: String(body['ends_at']) } });
    const { body: longer } = await post(`${url}/api/meetings/abc/rest/extend`, { seconds: 60 });
    await knows({ rest: { message: 'timed', ends_at: String(longer['ends_at']), duration_seconds: 660 } });
    await post(`${url}/api/meetings/abc/resume`);
    await knows({ phase: 'in_progress', rest: null });
    await post(`${url}/api/meetings/abc/start`);
    await knows({ phase: 'in_progress', rest: null });
    await post(`${url}/api/meetings/abc/end`);
    await knows({ phase: 'not_started' });
    expect(breaks).toEqual(['first', 'after a crash', 'after a deploy', 'after Redis was away', 'timed']);
  }, 180_000);
});
