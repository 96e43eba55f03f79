import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { post } from './support/api.js';
import { Cleanup } from './support/cleanup.js';
import { RawStream } from './support/raw-stream.js';
import { RedisServer } from './support/redis-server.js';
import { Service } from './support/service.js';
import { until } from './support/until.js';

describe.each(['embedded', 'Redis'])('SIGTERM, %s', (store) => {
  const cleanup = new Cleanup();

  const start = async () =>
    Service.startReady(cleanup, store === 'Redis' ? (await RedisServer.start(cleanup)).env : {});

  it('ends every stream with a goodbye, and the process with exit code 0', async () => {
    const service = await start();
    const streams = await Promise.all(
      Array.from({ length: 20 }, () => RawStream.open(cleanup, service.url, 'abc')),
    );
    await Promise.all(streams.map((stream) => stream.contains('event: connected')));
    await post(`${service.url}/api/meetings/abc/rest`);

    const begun = performance.now();
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(3_000);

    await until('the streams to end', () => streams.every(({ ended }) => ended));
    // Most clients based on `fetch` reconnect only if the stream was cut.
    expect(streams.filter(({ endedCleanly }) => endedCleanly)).toEqual([]);
    const retries = streams.map(({ text }) => {
      const goodbye =
        /event: goodbye\nretry: (\d+)\ndata: \{"reason":"shutting_down","reconnect":true,"retry_ms":(\d+)\}\n\n$/.exec(
          text,
        );
      expect(goodbye?.[1]).toBe(goodbye?.[2]);
      return goodbye?.[1];
    });
    expect(new Set(retries).size).toBeGreaterThan(10);
  });

  it('sends a goodbye to a thousand streams in less than five seconds', async () => {
    const service = await start();
    const streams = await Promise.all(
      Array.from({ length: 1000 }, () => RawStream.open(cleanup, service.url, 'abc')),
    );
    await Promise.all(streams.map((stream) => stream.contains('event: state')));
    const begun = performance.now();
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(5_000);
    await until('the streams to end', () => streams.every(({ ended }) => ended));
    expect(streams.filter(({ text }) => text.includes('event: goodbye'))).toHaveLength(1000);
  });

  it('lets running commands finish, and reports "not ready" meanwhile', async () => {
    const service = await start();
    const { hostname, port } = new URL(service.url);
    const slow = connect(Number(port), hostname);
    const waiting = connect(Number(port), hostname);
    cleanup.add(() => [slow, waiting].forEach((socket) => socket.destroy()));
    let answer = '';
    slow.on('data', (chunk) => (answer += String(chunk)));
    // The end of the first stream must not look like the end of the connection.
    slow.write('GET /api/time HTTP/1.1\r\nHost: x\r\n\r\n');
    slow.write('POST /api/meetings/abc/rest HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n\r\n{"message":');
    await until(
      'the request to be running',
      async () => (await post(`${service.url}/api/meetings/abc/start`)).status === 200,
    );
    service.process.kill('SIGTERM');
    await until('no new connection to be taken', () =>
      fetch(`${service.url}/health/ready`).then(
        ({ status }) => status === 503,
        () => true,
      ),
    );
    slow.write('"t"}');
    await until('the answer', () => answer.includes('Rest notification sent'));
    const [first, last] = answer.split(/(?<=.)(?=HTTP\/1\.1)/s);
    expect(first).toMatch(/^HTTP\/1\.1 200 .*^Connection: keep-alive/ms);
    expect(last).toMatch(/^HTTP\/1\.1 200 .*^Connection: close/ms);
    expect(await service.exited()).toBe(0);
  });

  it('does not wait for idle connections', async () => {
    const service = await start();
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    cleanup.add(() => socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve));
    const begun = performance.now();
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});
