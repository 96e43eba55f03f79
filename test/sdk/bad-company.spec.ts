import type { ServerResponse } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type * as Client from '../../sdk/javascript/kyukei-client.js';
import { post } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { scriptedServer } from '../support/scripted-server.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';

const { follow } = (await import(
  new URL('../../sdk/javascript/kyukei-client.js', import.meta.url).href
)) as typeof Client;

const HOUR_MS = 3_600_000;
const STATE = { phase: 'on_break', rest: { rest_id: 'r1' }, resync: false, cursor: '0-0' };
const frame = (event: string, data: object = {}) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const stream = (response: ServerResponse, ...frames: string[]) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(frames.join(''));
  return response;
};

const never = () => new Promise<string>(() => undefined);

/** The client with faulty servers, proxies, clocks and callers. */
describe('the JavaScript client', () => {
  const cleanup = new Cleanup();
  /** The names of the frames, in order. */
  let names: string[];
  beforeEach(() => void (names = []));

  const hear = (server: string, options: Client.Options = {}, onFrame?: () => void) => {
    const onChange = (_: unknown, name: string) => {
      names.push(name);
      onFrame?.();
    };
    const meeting = follow(server, 'abc', onChange, options);
    cleanup.add(meeting);
    return meeting;
  };

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['a Retry-After of a year', (to) => to.writeHead(503, { 'Retry-After': '31536000' }).end()],
    ['a goodbye for a year', (to) => stream(to, frame('goodbye', { reconnect: true, retry_ms: 3.2e10 }))],
    ['a retry of a year', (to) => stream(to, 'retry: 32000000000\n\n').end()],
  ])('waits an hour after %s, and does not ask at once', async (_, answer) => {
    const waits = timers(cleanup);
    hear(await scriptedServer(cleanup, (request, response) => void answer(response)));
    await until('it waits', () => waits().length === 1);
    expect(waits()[0]).toBeGreaterThanOrEqual(HOUR_MS);
    expect(waits()[0]).toBeLessThan(1.2 * HOUR_MS);
  });

  it('waits before a reconnect even if the server asks for no wait', async () => {
    const waits = timers(cleanup);
    hear(await scriptedServer(cleanup, (_, response) => void stream(response, 'retry: 0\n\n').end()));
    await until('it waits', () => waits().length === 1);
    expect(waits()[0]).toBeGreaterThanOrEqual(2_000);
  });

  it('omits options that were not given, and accepts an address with a trailing slash', async () => {
    let asked = '';
    const server = await scriptedServer(cleanup, (request, response) => {
      asked = String(request.url);
      stream(response);
    });
    const options = { role: undefined, client_id: null, cursor: undefined, token: undefined };
    hear(`${server}/`, options as unknown as Client.Options);
    await until('the request', () => asked);
    expect(asked).toBe('/api/sse/events?meeting_id=abc&heartbeat=30');
  });

  it.each<[string, string, (response: ServerResponse) => unknown]>([
    ['offline', 'a refusal', (to) => problem(to, 422)],
    ['goodbye', 'a goodbye for good', (to) => stream(to, frame('goodbye', { reconnect: false }))],
    ['connected', 'what came with it', (to) => stream(to, frame('connected'), frame('state', STATE))],
  ])('says nothing after it was stopped at %s, not even %s', async (last, _, answer) => {
    const server = await scriptedServer(cleanup, (request, response) => void answer(response));
    const meeting = hear(server, {}, () => meeting());
    await until('the first', () => names.length > 0);
    expect(names).toEqual([last]);
  });

  it('leaves no timer and no listener behind, whatever it was doing', async () => {
    const left = new Set<unknown>();
    track(cleanup, 'addEventListener', 'removeEventListener', left, 1);
    track(cleanup, 'setInterval', 'clearInterval', left);
    track(cleanup, 'setTimeout', 'clearTimeout', left);
    const server = await scriptedServer(cleanup, (request, response) => {
      const doing = new URL(String(request.url), 'http://localhost').searchParams.get('client_id');
      if (doing === 'online') stream(response, frame('connected'), frame('state', STATE));
      if (doing === 'waiting') response.writeHead(503).end();
    });
    const meetings = ['asking', 'token', 'online', 'waiting'].map((client_id) => {
      return hear(server, { client_id, token: client_id === 'token' ? never : 'a' });
    });
    await until('both', () => names.includes('state') && names.includes('refused'));
    expect(left.size).toBeGreaterThanOrEqual(8);
    meetings.forEach((meeting) => meeting());
    meetings.forEach((meeting) => meeting.wake());
    await until('nothing is left', () => left.size === 0);
  });

  it('asks for a token once while it is woken all the time', async () => {
    const waits = timers(cleanup);
    let asked = 0;
    const token = () => {
      asked++;
      return never();
    };
    const meeting = hear('http://127.0.0.1:9', { token });
    for (let woken = 0; woken < 1_000; woken++) meeting.wake();
    await until('the first', () => asked);
    expect(asked).toBe(1);
    expect(Math.min(...waits())).toBeGreaterThan(4_000);
  });

  it('continues after a failure of the token function, and after an unreadable problem', async () => {
    hurry(cleanup);
    let tries = 0;
    const server = await scriptedServer(cleanup, (request, response) => {
      if (request.headers.authorization !== 'Bearer good') problem(response, 401);
      else if (tries === 3) response.writeHead(403, { 'Content-Type': 'application/problem+json' }).end('{"');
      else stream(response, frame('state', STATE));
    });
    const token = () => {
      if (++tries === 1) throw new Error('away');
      return tries === 2 ? 'bad' : 'good';
    };
    hear(server, { token });
    await until('it is online', () => names.includes('state'));
    expect(names).toEqual(['offline', 'refused', 'refused', 'state']);
  });

  it('follows a redirect', async () => {
    const server = await scriptedServer(cleanup, (request, response) => {
      const { pathname, search } = new URL(String(request.url), 'http://localhost');
      if (pathname === '/there') stream(response, frame('state', STATE));
      else response.writeHead(307, { Location: `/there${search}` }).end();
    });
    hear(server);
    await until('the stream', () => names.includes('state'));
    expect(names).toEqual(['state']);
  });

  it('stays online when the computer is set back by hours, comes back when it is set forward', async () => {
    const { url } = await Service.start(cleanup);
    const { now } = Date;
    cleanup.add(() => (Date.now = now));
    const meeting = hear(url, { heartbeat: 3 });
    await until('it is online', () => names.includes('state'));
    const isRight = () => Math.abs(meeting.now() - now()) < 1_000;

    Date.now = () => now() - 5 * HOUR_MS;
    await until('the time', isRight);
    const beats = () => names.filter((name) => name === 'heartbeat').length;
    const before = beats();
    await until('heartbeats', () => beats() >= before + 2);
    expect(names).not.toContain('offline');

    Date.now = () => now() + 5 * HOUR_MS;
    await until('it is back', () => names.filter((name) => name === 'state').length === 2);
    await until('the time', isRight);
    await post(`${url}/api/meetings/abc/rest`, { message: 'tea' });
    await until('the break', () => names.includes('message'));
  }, 30_000);
});

function problem(response: ServerResponse, status: number) {
  const body = JSON.stringify({ status, code: 'refused' });
  response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(body);
}

/** Replaces timers of a second and more: they never fire, and their durations are recorded. */
function timers(cleanup: Cleanup): () => number[] {
  const { setTimeout } = globalThis;
  const waits: number[] = [];
  const set = (work: () => void, ms = 0) => (ms < 1_000 ? setTimeout(work, ms) : waits.push(ms));
  globalThis.setTimeout = set as typeof setTimeout;
  cleanup.add(() => (globalThis.setTimeout = setTimeout));
  return () => waits;
}

/** Shortens all waits of the client. */
function hurry(cleanup: Cleanup): void {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((work: () => void, ms = 0) => setTimeout(work, ms / 50)) as typeof setTimeout;
  cleanup.add(() => (globalThis.setTimeout = setTimeout));
}

/** Tracks in `left` what the global function `begin` creates until `end` removes it, or a timer fires. */
function track(cleanup: Cleanup, begin: string, end: string, left: Set<unknown>, handleAt?: number): void {
  const globals = globalThis as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>;
  const [begun, ended] = [globals[begin], globals[end]];
  globals[begin] = (work, ...args) => {
    const handle = begun?.(
      begin === 'setTimeout'
        ? () => {
            left.delete(handle);
            (work as () => void)();
          }
        : work,
      ...args,
    );
    const key = handleAt === undefined ? handle : args[handleAt - 1];
    left.add(key);
    return handle;
  };
  globals[end] = (...args) => {
    left.delete(args[handleAt ?? 0]);
    return ended?.(...args);
  };
  cleanup.add(() => Object.assign(globals, { [begin]: begun, [end]: ended }));
}
