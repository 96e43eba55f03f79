import { describe, expect, it } from '@jest/globals';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { built } from './support/outside-jest.js';
import { RawSocket } from './support/raw-socket.js';
import { RedisServer } from './support/redis-server.js';
import { Service } from './support/service.js';
import { until } from './support/until.js';

const { SystemClock } = await built<typeof import('../src/clock/clock.js')>('clock/clock.js');

/** The pattern that each log line must match. */
const LINE = /^\[Kyukei\] \d+ {2}- [^[]+ (LOG|WARN|ERROR|DEBUG) \[\w+\] /;

/** A text that looks like a log entry, if a control character before it begins a new line. */
const FORGED = '[Kyukei] 1  - 1/1/2026, 1:00:00 AM     LOG [Start] forged';
const hostile = [
  `\r\n${FORGED}`,
  `\n${FORGED}`,
  `\r${FORGED}`,
  `\u2028${FORGED}`,
  `\x1b[2J${FORGED}`,
  `\0${FORGED}`,
];

describe('no leak', () => {
  const cleanup = new Cleanup();

  it('into the log: no line contains a text of a client, and no line is broken', async () => {
    const redis = await RedisServer.start(cleanup);
    const service = await Service.startReady(cleanup, { ...redis.env, LOG_LEVEL: 'debug' });
    const started = service.output;
    const attack = async () => {
      for (const text of hostile) {
        const id = encodeURIComponent(text);
        const body = JSON.stringify({
          message: text,
          name: text,
          client_id: text,
          status: text,
          rest_id: text,
        });
        for (const [method, path] of [
          ['POST', `/api/meetings/${id}/rest`],
          ['POST', '/api/meetings/abc/rest'],
          ['POST', `/api/meetings/abc/rest?${id}=${id}`],
          ['POST', '/api/meetings/abc/rest/ack'],
          ['GET', `/api/meetings/abc/events?after=${id}`],
          ['GET', `/api/sse/events?meeting_id=${id}&last_event_id=${id}`],
          ['GET', `/m/${id}`],
          ['GET', `/${id}`],
          ['PUT', `/docs/${id}`],
        ] as const)
          await (
            await fetch(service.url + path, {
              method,
              redirect: 'manual',
              ...(method === 'GET' ? {} : { body }),
            })
          ).text();
        // Headers may only have these characters.
        const value = text.replaceAll(/[^\x20-\x7e]/g, '');
        const headers = {
          'Idempotency-Key': value,
          'Last-Event-ID': value,
          'User-Agent': value,
          Origin: value,
        };
        await (await fetch(`${service.url}/api/meetings/abc/start`, { method: 'POST', headers })).text();
        const socket = RawSocket.open(cleanup, service.url, `GET /${text} HTTP/1.1\r\nHost: ${text}\r\n\r\n`);
        await until('the end of it', () => socket.closedAt);
      }
    };
    await attack();
    // Failures are logged, so repeat the attack while every command fails.
    await redis.kill();
    await until('the loss to be noticed', () => service.output.includes('not connected'));
    await attack();
    await until('refused commands in the log', () =>
      service.output.includes('POST /api/meetings/:meeting_id/rest'),
    );
    const lines = service.output
      .slice(started.length)
      .trimEnd()
      .split(/\r\n|[\r\n\u2028]/);
    for (const line of lines) expect(line).toMatch(LINE);
    expect(service.output).not.toMatch(/forged|\0|\x1b/);
  });

  it('out of an internal error: the answer says only that it was logged', async () => {
    const clock = new SystemClock();
    clock.now = () => {
      throw new Error('secret');
    };
    const { url } = await startApp(cleanup, {}, clock);
    const answer = await fetch(`${url}/api/time`);
    expect([answer.status, await answer.json()]).toEqual([
      500,
      {
        type: 'urn:kyukei:problem:internal_error',
        title: 'Something went wrong here',
        status: 500,
        detail: 'The error was logged. Try again later.',
        code: 'internal_error',
      },
    ]);
  });
});
