import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { call, post } from './support/api.js';
import { startOnRedis } from './support/app.js';
import { Cleanup } from './support/cleanup.js';

const hostileIds = {
  braces: '%7B%7D',
  colon: 'a:b',
  star: '*',
  'encoded slash': 'a%2Fb',
  CRLF: '%0D%0ASET%20x%201',
  NUL: '%00',
  unicode: '%E4%BC%91%E6%86%A9',
  'broken percent-encoding': '%zz',
  'broken UTF-8': '%C3%28',
  dots: '..',
  space: '%20',
  '65 characters': 'a'.repeat(65),
  empty: '',
};

describe('hostile input', () => {
  const cleanup = new Cleanup();
  let url: string;
  let keys: () => Promise<string[]>;

  beforeEach(async () => {
    const app = await startOnRedis(cleanup);
    url = app.url;
    const client = app.redis.client();
    // All keys except for those about Redis and the processes themselves.
    keys = async () => (await client.keys('*')).filter((key) => !key.startsWith('kyukei:'));
  });

  it.each(Object.entries(hostileIds))('is refused as an id and touches no key: %s', async (_, id) => {
    for (const line of [
      `POST /api/meetings/${id}/start`,
      `POST /api/meetings/${id}/rest`,
      `POST /api/meetings/${id}/end`,
      `GET /api/meetings/${id}/status`,
      `GET /api/sse/events?meeting_id=${id}`,
    ]) {
      const answer = await raw(line);
      expect(answer).toMatch(/^HTTP\/1\.1 422 /);
      expect(answer).toContain('Content-Type: application/problem+json');
      expect(answer).toMatch(
        /"code":"invalid_request","errors":\[\{"field":"meeting_id","message":"[^"]+"\}\]/,
      );
    }
    expect(await keys()).toEqual([]);
  });

  it.each([
    ['no meeting_id', ''],
    ['two', '?meeting_id=a&meeting_id=b'],
    ['a nested one', '?meeting_id[x]=a'],
  ])('is refused on the stream: %s', async (_, query) => {
    expect(await raw(`GET /api/sse/events${query}`)).toMatch(/^HTTP\/1\.1 422 /);
  });

  it.each([
    ['broken JSON', '{"message":', 400, 'malformed_json'],
    ['a form', 'message=tea', 400, 'malformed_json'],
    ['a list', '[]', 422, 'invalid_request'],
    ['a number', '5', 422, 'invalid_request'],
    ['text', '"tea"', 422, 'invalid_request'],
    ['a message that is no text', '{"message":{"$gt":""}}', 422, 'invalid_request'],
    ['more than 16 KiB', JSON.stringify({ message: 'x'.repeat(16 * 1024) }), 413, 'body_too_large'],
  ])('is refused as a body: %s', async (_, body, status, code) => {
    expect(await post(`${url}/api/meetings/abc/rest`, body)).toMatchObject({
      status,
      type: 'application/problem+json',
      body: {
        type: `urn:kyukei:problem:${code}`,
        status,
        code,
        title: expect.any(String),
        detail: expect.any(String),
      },
    });
    expect(await keys()).toEqual([]);
  });

  it('is refused as a body that exceeds the limit after decompression', async () => {
    const body = gzipSync(JSON.stringify({ message: 'x'.repeat(1_000_000) }));
    const headers = { 'content-encoding': 'gzip' };
    const response = await fetch(`${url}/api/meetings/abc/rest`, { method: 'POST', body, headers });
    expect(response.status).toBe(413);
  });

  it('is refused in an unknown encoding', async () => {
    const headers = { 'content-encoding': 'rot13' };
    const response = await fetch(`${url}/api/meetings/abc/rest`, { method: 'POST', body: '{}', headers });
    expect(response.status).toBe(415);
  });

  it('is answered with 404 as a target that is no path', async () => {
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.end('GET * HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('is accepted up to 16 KiB, whatever content type it claims', async () => {
    const message = 'x'.repeat(16 * 1024 - '{"message":""}'.length);
    expect((await post(`${url}/api/meetings/abc/rest`, { message })).status).toBe(200);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = '{"message":"curl -d"}';
    const response = await fetch(`${url}/api/meetings/abc/rest`, { method: 'POST', body, headers });
    expect(response.status).toBe(200);
  });

  it('cannot pollute prototypes', async () => {
    await post(
      `${url}/api/meetings/abc/rest`,
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['GET', '/nothing'],
    ['POST', '/health'],
    ['GET', '/api/meetings/abc/start'],
  ] as const)('matches no route: %s %s', async (method, path) => {
    expect(await call(method, url + path)).toMatchObject({
      status: 404,
      type: 'application/problem+json',
      body: { code: 'route_not_found' },
    });
  });

  it('is not told what software answers', async () => {
    expect(await raw('GET /health')).not.toMatch(/x-powered-by|express|nest/i);
  });

  /** Sends the request line unchanged; `fetch` and `URL` would normalise it. */
  async function raw(line: string): Promise<string> {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.write(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    await once(socket, 'close');
    return answer;
  }
});
