import { beforeAll, describe, expect, it } from '@jest/globals';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { RawSocket } from './support/raw-socket.js';
import { until } from './support/until.js';

const TEXT = '休憩 ☕ 𠮷';
const JSON_TEXT = JSON.stringify({ message: TEXT });
/** `{"message":"休憩"}` in Shift_JIS, as a command prompt of a Japanese Windows sends it. */
const SHIFT_JIS = Buffer.from('{"message":"\x8bx\x8ce"}', 'latin1');

describe('the bytes of a request body', () => {
  const cleanup = new Cleanup('after all tests');
  let url: string;
  let meetings = 0;

  beforeAll(async () => {
    ({ url } = await startApp(cleanup));
  });

  /** Calls a break with this body; resolves with the answer, and the text that members get. */
  async function rest(body: string | Buffer, headers: Record<string, string> = {}) {
    const meeting = `${url}/api/meetings/m${meetings++}`;
    const response = await fetch(`${meeting}/rest`, { method: 'POST', body, headers });
    const answer = (await response.json()) as { code?: string; detail?: string; errors?: unknown };
    const state = (await (await fetch(meeting)).json()) as { rest?: { message: string } };
    return { status: response.status, ...answer, message: state.rest?.message };
  }

  it.each([
    'application/json; charset=utf8',
    'application/json; charset="UTF-8"',
    'application/json;charset=utf-8;',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-16',
    'application/json; charset=shift_jis',
    'application/json; charset=',
    'text/plain',
    'text/plain; charset=windows-31j',
    'application/x-www-form-urlencoded; charset=x-user-defined',
    'multipart/form-data',
    'nonsense',
  ])('are read as UTF-8, whatever charset Content-Type names: %s', async (type) => {
    expect(await rest(JSON_TEXT, { 'content-type': type })).toMatchObject({ status: 200, message: TEXT });
  });

  it('are read without a Content-Type', async () => {
    expect(await rest(Buffer.from(JSON_TEXT))).toMatchObject({ status: 200, message: TEXT });
  });

  it('are read after a byte order mark', async () => {
    expect(await rest(`\uFEFF${JSON_TEXT}`)).toMatchObject({ status: 200, message: TEXT });
  });

  it.each([
    ['gzip', gzipSync(JSON_TEXT)],
    ['x-gzip', gzipSync(JSON_TEXT)],
    ['deflate', deflateSync(JSON_TEXT)],
    ['br', brotliCompressSync(JSON_TEXT)],
    ['identity', Buffer.from(JSON_TEXT)],
    ['UTF-8', Buffer.from(JSON_TEXT)],
  ])('are decoded as Content-Encoding says: %s', async (encoding, body) => {
    expect(await rest(body, { 'content-encoding': encoding })).toMatchObject({ status: 200, message: TEXT });
  });

  it.each([
    ['Shift_JIS', SHIFT_JIS],
    ['Latin 1', Buffer.from('{"message":"café"}', 'latin1')],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${JSON_TEXT}`, 'utf16le')],
    ['a character that is cut', Buffer.from(JSON_TEXT).subarray(0, 14)],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['a surrogate as bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['Shift_JIS in gzip', gzipSync(SHIFT_JIS)],
  ])('are refused if they are not UTF-8, which prevents garbled text: %s', async (name, body) => {
    const headers: Record<string, string> = name.endsWith('gzip') ? { 'content-encoding': 'gzip' } : {};
    const answer = await rest(body, headers);
    expect(answer).toMatchObject({ status: 400, code: 'malformed_json', message: undefined });
    expect(answer.detail).toMatch(/^The body is not UTF-8: /);
  });

  it('are refused if they are UTF-16 without a byte order mark, which is UTF-8 but not JSON', async () => {
    const answer = await rest(Buffer.from('{"message":"tea"}', 'utf16le'));
    expect(answer).toMatchObject({ status: 400, code: 'malformed_json' });
  });

  it.each([
    ['in a field that is ignored', (deep: string) => `{"message":"${TEXT}","other":${deep}}`, 200],
    ['in a field that is read', (deep: string) => `{"message":${deep}}`, 422],
    ['from the start', (deep: string) => deep, 422],
  ])('may be nested up to 32 levels, %s', async (_, bodyWith, status) => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect((await rest(bodyWith(nested(20)))).status).toBe(status);
    for (const levels of [40, 8_000]) {
      const refused = await rest(bodyWith(nested(levels)));
      expect(refused).toMatchObject({ status: 400, code: 'malformed_json', message: undefined });
      expect(refused.detail).toContain('levels of nesting');
    }
  });

  it('may contain escapes that form whole characters', async () => {
    expect(await rest('{"message":"\\ud83d\\ude00 \\\\ud83d"}')).toMatchObject({
      status: 200,
      message: '😀 \\ud83d',
    });
  });

  it.each([
    ['gzip', Buffer.from(JSON_TEXT), 400, 'bad_request'],
    ['gzip', gzipSync(JSON_TEXT).subarray(0, 20), 400, 'bad_request'],
    ['deflate', gzipSync(JSON_TEXT), 400, 'bad_request'],
    ['br', Buffer.from('no brotli'), 400, 'bad_request'],
    ['gzip, gzip', gzipSync(gzipSync(JSON_TEXT)), 415, 'unsupported_encoding'],
    ['compress', Buffer.from(JSON_TEXT), 415, 'unsupported_encoding'],
    ['constructor', Buffer.from(JSON_TEXT), 415, 'unsupported_encoding'],
    ['__proto__', Buffer.from(JSON_TEXT), 415, 'unsupported_encoding'],
  ])('are refused in a broken or unknown encoding: %s', async (encoding, body, status, code) => {
    const answer = await rest(body, { 'content-encoding': encoding });
    expect(answer).toMatchObject({ status, code, message: undefined });
    expect(answer.detail).toContain('Content-Encoding');
  });
});

describe('invalid UTF-8 outside the body', () => {
  const cleanup = new Cleanup();

  it.each([
    ['GET', '/api/sse/events?meeting_id=%83x', '', 422],
    ['GET', '/api/sse/events?meeting_id=\xff', '', 400],
    ['GET', '/api/sse/events?meeting_id=abc&client_id=%e3%81', '', 422],
    ['GET', '/api/meetings/%83x', '', 422],
    ['GET', '/api/meetings/abc/events?limit=%ff', '', 422],
    ['POST', '/api/meetings/abc/start', 'Idempotency-Key: \x8bx', 422],
    ['POST', '/api/meetings/abc/start', 'Idempotency-Key: "\x8bx"', 422],
    ['POST', '/api/meetings/abc/start', 'Content-Type: \xff', 200],
    ['POST', '/api/meetings/abc/start', 'X-Request-Id: \x8bx', 200],
  ])('is refused where it would have a meaning: %s %s %s', async (method, path, header, status) => {
    const { url } = await startApp(cleanup);
    const lines = [`${method} ${path} HTTP/1.1`, 'Host: x', 'Content-Length: 0', ...(header ? [header] : [])];
    const socket = RawSocket.open(cleanup, url, `${lines.join('\r\n')}\r\n\r\n`);
    await until('an answer', () => socket.statuses.length > 0);
    expect(socket.statuses).toEqual([status]);
    // The answer contains nothing of the body.
    expect(socket.received).not.toMatch(/[\x80-\xff]/);
  });
});
