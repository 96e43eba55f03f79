import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { get } from './support/api.js';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { built } from './support/outside-jest.js';
import { peakMiB, residentMiB } from './support/memory.js';
import { RawSocket } from './support/raw-socket.js';
import { RawStream } from './support/raw-stream.js';
import { Service } from './support/service.js';
import { until } from './support/until.js';

const { boundConnections } = await built<typeof import('../src/http/connections.js')>('http/connections.js');

const POST = 'POST /api/meetings/abc/start HTTP/1.1\r\nHost: x\r\n';
const GET = 'GET /health HTTP/1.1\r\nHost: x\r\n';

/** A second request, hidden where a proxy and the service might disagree about the end of the first. */
const HIDDEN = 'POST /api/meetings/hidden/start HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n';

/** Malformed requests by RFC 9112 §2.2, §3, §5, §6.3, §7.1 and RFC 9110 §8.6. */
const smuggling = {
  'a length and chunks': `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'chunks and a length': `${POST}Transfer-Encoding: chunked\r\nContent-Length: 999\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'two lengths': `${POST}Content-Length: 0\r\nContent-Length: 99\r\n\r\n${HIDDEN}`,
  'a list of lengths': `${POST}Content-Length: 0, 99\r\n\r\n${HIDDEN}`,
  'a length with a sign': `${POST}Content-Length: +0\r\n\r\n${HIDDEN}`,
  'a length in hex': `${POST}Content-Length: 0x0\r\n\r\n${HIDDEN}`,
  'an unknown coding': `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'chunks that are not the last coding': `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'two codings': `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a coding behind a vertical tab': `${POST}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a space before the colon': `${POST}Content-Length : 0\r\n\r\n${HIDDEN}`,
  'a folded header': `${POST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  'a bare line feed': `${POST}X: y\nContent-Length: 0\r\n\r\n${HIDDEN}`,
  'line feeds only': `${POST.replaceAll('\r', '')}\n${HIDDEN}`,
  'a bare carriage return': `${POST}X: y\rContent-Length: 0\r\n\r\n${HIDDEN}`,
  'a NUL': `${POST}X: a\0b\r\n\r\n${HIDDEN}`,
  'chunks with bare line feeds': `${POST}Transfer-Encoding: chunked\r\n\r\n0\n\n${HIDDEN}`,
  'a line feed in an extension of a chunk': `${POST}Transfer-Encoding: chunked\r\n\r\n0;a\nb\r\n\r\n${HIDDEN}`,
  'a negative chunk': `${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n${HIDDEN}`,
  'a chunk of 2^64 bytes': `${POST}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n${HIDDEN}`,
  'a body that no length announces': `${POST}\r\nx${HIDDEN}`,
};

/** Connections that never complete a request, and for how many milliseconds they are allowed. */
const slow = {
  'says nothing': { first: '', then: '', allowed: 10_000 },
  'stops in the middle of its headers': { first: `${GET}X: `, then: '', allowed: 10_000 },
  'sends its headers byte by byte': { first: `${GET}X: `, then: 'x', allowed: 10_000 },
  'sends its body byte by byte': { first: `${POST}Content-Length: 9999\r\n\r\n`, then: ' ', allowed: 15_000 },
  'sends its chunks byte by byte': {
    first: `${POST}Transfer-Encoding: chunked\r\n\r\n`,
    then: '1\r\n \r\n',
    allowed: 15_000,
  },
};

describe('hostile connections', () => {
  const cleanup = new Cleanup('after all tests');
  let service: Service;

  beforeAll(async () => {
    service = await Service.start(cleanup);
  });

  const open = (bytes?: string) => RawSocket.open(cleanup, service.url, bytes);
  const cut = async (...sockets: RawSocket[]) => {
    await until('the service to close them', () => sockets.every(({ closedAt }) => closedAt));
  };

  it('are closed when they are too slow, while other clients are served and streams stay open', async () => {
    const stream = await RawStream.open(cleanup, service.url, 'abc&heartbeat=5');
    await stream.contains('event: state');
    const before = residentMiB(service.process.pid);
    const groups = Object.entries(slow).map(([name, { first, then, allowed }]) => {
      const sockets = Array.from({ length: 100 }, () => open(first));
      const dripping = setInterval(() => then && sockets.forEach(({ socket }) => socket.write(then)), 500);
      cleanup.add(() => clearInterval(dripping));
      return { name, sockets, allowed };
    });
    let slowest = 0;
    const all = groups.flatMap(({ sockets }) => sockets);
    await until(
      'the service to close them all',
      async () => {
        const asked = performance.now();
        expect((await get(`${service.url}/health`)).status).toBe(200);
        slowest = Math.max(slowest, performance.now() - asked);
        return all.every(({ closedAt }) => closedAt);
      },
      30_000,
    );
    for (const { name, sockets, allowed } of groups) {
      const lasted = sockets.map((socket) => socket.lasted);
      expect([name, Math.min(...lasted) > allowed - 1_000]).toEqual([name, true]);
      expect([name, Math.max(...lasted) < allowed + 5_000]).toEqual([name, true]);
      expect([name, sockets.every(({ statuses }) => statuses.every((status) => status === 408))]).toEqual([
        name,
        true,
      ]);
    }
    expect(slowest).toBeLessThan(2_000);
    expect(residentMiB(service.process.pid) - before).toBeLessThan(100);
    expect(stream.ended).toBe(false);
    const heartbeats = stream.text.split('event: heartbeat').length;
    await until('the next heartbeat', () => stream.text.split('event: heartbeat').length > heartbeats);
  });

  it('get only a few requests answered at a time', async () => {
    const { pid } = service.process;
    const before = residentMiB(pid);
    for (const path of [
      '/docs-json',
      '/docs/swagger-ui-bundle.js',
      '/api/sse/events?meeting_id=abc',
      '/nope',
    ]) {
      const flood = `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(3_000);
      const sockets = Array.from({ length: 50 }, () => open());
      // The clients do not read the answers.
      for (const { socket } of sockets) socket.pause().write(flood);
      await get(`${service.url}/health`);
      sockets.forEach(({ socket }) => socket.resume());
      await cut(...sockets);
    }
    // Without the protection, Node turns everything that it has read into requests, which takes more than 230
    // MiB.
    expect(peakMiB(pid) - before).toBeLessThan(150);
    const few = open(`${GET}\r\n`.repeat(3));
    await until('three answers to three requests', () => few.statuses.length === 3);
  });

  it('share one copy of an answer that they do not read', async () => {
    const { pid } = service.process;
    const before = residentMiB(pid);
    const bundle = 'GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(4);
    const sockets = Array.from({ length: 600 }, () => open(bundle));
    for (const { socket } of sockets) socket.pause();
    await until('all to be asked', () => sockets.every(({ socket }) => socket.bytesWritten > 0));
    expect((await get(`${service.url}/health`)).status).toBe(200);
    // With a copy per answer it would be about 250 MiB.
    expect(residentMiB(pid) - before).toBeLessThan(120);
    for (const { socket } of sockets) socket.destroy();
  });

  it('are closed when they stay idle or do not read their answers, while streams stay open', async () => {
    const { nest, url } = await startApp(cleanup);
    const server = nest.getHttpServer();
    expect(server).toMatchObject({ keepAliveTimeout: 75_000, timeout: 60_000 });
    boundConnections(server, { keepAliveTimeout: 100, timeout: 1_000 });
    const stream = await RawStream.open(cleanup, url, 'abc');
    const unused = RawSocket.open(cleanup, url, `${GET}\r\n`);
    await until('an answer', () => unused.statuses.length === 1);
    // More data than the socket buffers can hold.
    const unread = RawSocket.open(
      cleanup,
      url,
      'GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(8),
    );
    unread.socket.pause();
    await cut(unused);
    const count = promisify(server.getConnections.bind(server));
    await until('only the stream to be left', async () => (await count()) === 1);
    expect(stream.ended).toBe(false);
  });

  it.each(Object.entries(smuggling))('are refused and cannot smuggle a request: %s', async (_, bytes) => {
    const socket = open(bytes);
    await cut(socket);
    // The request before the ambiguous part may have been complete.
    expect(socket.statuses.at(-1)).toBe(400);
    expect(socket.statuses.length).toBeLessThanOrEqual(2);
    expect((await get(`${service.url}/api/meetings/hidden`)).status).toBe(404);
  });

  // RFC 9112 §3.2: a proxy may have used the other Host.
  it.each(['', 'Host: x\r\nHost: y\r\n', 'Host: x\r\nHost: x\r\n'])(
    'are refused unless they send exactly one Host: %j',
    async (hosts) => {
      const socket = open(`GET /health HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`);
      await cut(socket);
      expect(socket.statuses).toEqual([400]);
    },
  );

  it.each([
    ['one long header', `${GET}X: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['a long path', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['headers without end', GET + 'x: y\r\n'.repeat(100_000)],
  ])('are refused with more than 16 KiB before the body: %s', async (_, bytes) => {
    const socket = open(bytes);
    await cut(socket);
    expect(socket.statuses).toEqual([431]);
  });

  it('cannot affect other clients by what they send after a request', async () => {
    const before = residentMiB(service.process.pid);
    const sockets = Array.from({ length: 100 }, (_, i) =>
      open(
        `${GET}\r\n${String.fromCharCode(...Array.from({ length: 2_000 }, (_, j) => (i * 7 + j * 31) % 256))}`,
      ),
    );
    await cut(...sockets);
    expect(sockets.every(({ statuses }) => [undefined, 400].includes(statuses.at(1)))).toBe(true);
    expect((await get(`${service.url}/health`)).status).toBe(200);
    expect(residentMiB(service.process.pid) - before).toBeLessThan(100);
  });

  it.each([
    ['CONNECT evil.test:443', []],
    ['PRI *', [400]],
    ['\x16\x03\x01\x02', [400]],
    ['GET http://evil.test/health', [200]],
  ])('cannot use the service as a proxy or switch to another protocol: %j', async (line, statuses) => {
    const socket = open(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    await cut(socket);
    expect(socket.statuses).toEqual(statuses);
    if (statuses[0] === 200) expect(socket.received).toContain('"redis":"embedded"');
  });
});
