import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_QUEUED_BYTES } from '../src/events/stream/http-stream.js';
import { get, post } from './support/api.js';
import { startMeeting, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';
import { RawStream } from './support/raw-stream.js';
import { until } from './support/until.js';

/** Generous, because filling the kernel's buffers is slow while other tests keep the machine busy. */
const BUFFERS_FULL_MS = 40_000;

describe.each(stores)('an event stream, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let server: Server;
  let url: string;
  let meeting: string;

  beforeEach(async () => {
    const app = await startMeeting(cleanup, store, { env: { SSE_HEARTBEAT_SECONDS: '10' } });
    ({ clock, meeting, url } = app);
    server = app.nest.getHttpServer();
  });

  it('sends the frames of docs/protocol.md, byte for byte', async () => {
    const stream = await RawStream.open(cleanup, url, 'abc');
    await stream.contains('connected');
    await post(`${meeting}/rest`, { message: 'tea' });
    await stream.contains('tea');
    clock.pass(10_000);
    await stream.contains('heartbeat');
    const [, breakId] = /"rest_id":"([0-9a-f-]{36})"/.exec(stream.text) ?? [];
    const [, retry, started, rest] =
      /retry: (\d+)[^]*?id: (\d+-\d+)\ndata: \{"event":"meeting_started[^]*?id: (\d+-\d+)\n/.exec(
        stream.text,
      ) ?? [];
    // No byte may come before the first frame: some clients turn a blank line into an empty message.
    expect(stream.text).toBe(
      [
        'event: connected',
        'id: 0-0',
        `retry: ${retry}`,
        'data: {"message":"Connected to meeting","meeting_id":"abc"}\n',
        'event: state',
        'data: {"meeting_id":"abc","phase":"not_started","started_at":null,"title":null,"working_since":null,"rest":null,' +
          '"schedule":null,' +
          '"next_rest_at":null,"members":{"connected":1,"seen":0,"away":0,"back":0},"cursor":"0-0",' +
          '"server_time":"2025-10-17T10:30:00.000Z","resync":false}\n',
        'event: meeting_started',
        `id: ${started}`,
        'data: {"event":"meeting_started","meeting_id":"abc","timestamp":"2025-10-17T10:30:00.000Z","title":null}\n',
        'event: message',
        `id: ${rest}`,
        'data: {"event":"rest_required","meeting_id":"abc","message":"tea","timestamp":"2025-10-17T10:30:00.000Z",' +
          `"message_code":"custom","language":"ja","rest_id":"${breakId}","duration_seconds":null,"ends_at":null,"server_time":"2025-10-17T10:30:00.000Z"}\n`,
        'event: heartbeat',
        'data: {"timestamp":"2025-10-17T10:30:10.000Z","server_time":"2025-10-17T10:30:10.000Z"}\n\n',
      ].join('\n'),
    );
    expect(Number(retry)).toBeGreaterThanOrEqual(2000);
    expect(Number(retry)).toBeLessThanOrEqual(5000);
  });

  it('has the headers that keep caches and proxies from holding it', async () => {
    const { response } = await RawStream.open(cleanup, url, 'abc');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': expect.stringMatching(/no-store.*no-transform/),
      'x-accel-buffering': 'no',
      'access-control-allow-origin': '*',
    });
  });

  it.each([
    ['line ends', 'a\nb\r\nc\rd'],
    ['a forged frame', '\n\nevent: message\nid: 9-9\ndata: {}\n\n'],
    ['separators', '\u2028\u2029\u0085'],
    ['NUL', 'a\0b'],
    ['emoji', '☕️👩‍👩‍👧‍👦'],
    ['half an emoji', '\ud83d'],
    ['right to left', '\u202eabc'],
    ['markup', '<script>alert(1)</script>'],
    ['much', 'あ'.repeat(5000)],
  ])('carries any text unchanged: %s', async (_, message) => {
    const member = await Member.join(cleanup, url, 'abc');
    await post(`${meeting}/rest`, { message });
    await member.hears('message');
    expect(member.breaks).toEqual([message]);
    expect(member.notices).toHaveLength(2);
  });

  it('has no Unicode line separator, which some clients treat as a line end, in a frame or an answer', async () => {
    const message = 'a\u0085b\u2028c\u2029d';
    const stream = await RawStream.open(cleanup, url, 'abc');
    await stream.contains('event: state');
    await post(`${meeting}/rest`, { message });
    // Wait until the meeting's position has passed the break; otherwise the second stream gets it as a live
    // notice after its state.
    await stream.contains('event: message');
    const again = await RawStream.open(cleanup, url, 'abc');
    await again.contains('"on_break"');
    const answers = await Promise.all(
      ['', '/events'].map(async (path) => (await fetch(meeting + path)).text()),
    );
    const malformed = await fetch(`${meeting}/rest`, { method: 'POST', body: `{"${message}` });
    const texts = [stream.text, again.text, ...answers, await malformed.text()];
    expect(texts.filter((text) => /[\u0085\u2028\u2029]/.test(text))).toEqual([]);
    expect(texts.filter((text) => text.includes('a\\u0085b\\u2028c\\u2029d'))).toHaveLength(4);
  });

  it('has one blank line after each frame and no other, which simple clients would treat as a message', async () => {
    const stream = await RawStream.open(cleanup, url, 'abc&heartbeat=60');
    await stream.contains('event: state');
    clock.pass(60_000);
    await stream.contains('event: heartbeat');
    const blocks = stream.text.split('\n\n').slice(0, -1);
    expect(blocks.filter((block) => !/^event: .*\n(id: .*\n)?(retry: .*\n)?data: .+$/m.test(block))).toEqual(
      [],
    );
    expect(stream.text).toMatch(/\n:\n/);
  });

  it('works with HTTP/1.0 clients, and answers HEAD without a body', async () => {
    const curl = spawn('curl', ['-sN', '--http1.0', `${url}/api/sse/events?meeting_id=abc`]);
    cleanup.add(() => curl.kill());
    let output = '';
    curl.stdout.on('data', (chunk) => (output += String(chunk)));
    await until('the state', () => output.includes('event: state'));
    await post(`${meeting}/rest`, { message: 'tea' });
    await until('the break', () => output.includes('"message":"tea"'));
    expect(output).not.toMatch(/^[0-9a-f]+\r$/m);
    const head = await fetch(`${url}/api/sse/events?meeting_id=abc`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      ...[200, 'text/event-stream; charset=utf-8', ''],
    ]);
  });

  it('waits on a connection that still answers an earlier request', async () => {
    // Makes the process follow the meeting, so that the stream's first frames need no read of Redis.
    await Member.join(cleanup, url, 'abc');
    const client = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
    cleanup.add(() => client.destroy());
    let output = '';
    client.on('data', (chunk) => (output += String(chunk)));
    const stream = 'GET /api/sse/events?meeting_id=abc HTTP/1.1\r\nHost: x\r\n\r\n';
    client.write(`POST /api/meetings/abc/rest HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n${stream}`);
    await until('the state', () => output.includes('event: state'));
    expect(output.match(/HTTP\/1.1 200 OK|Rest notification sent|event: connected/g)).toEqual([
      'HTTP/1.1 200 OK',
      'Rest notification sent',
      'HTTP/1.1 200 OK',
      'event: connected',
    ]);
  });

  it('ends when its client closes its writing side, because a closed tab looks the same', async () => {
    const client = connect({ host: '127.0.0.1', port: Number(new URL(url).port), allowHalfOpen: true });
    cleanup.add(() => client.destroy());
    let output = '';
    client.on('data', (chunk) => (output += String(chunk)));
    client.write('GET /api/sse/events?meeting_id=abc HTTP/1.1\r\nHost: x\r\n\r\n');
    await until('the state', () => output.includes('event: state'));
    await post(`${meeting}/rest`);
    await until('the member to be counted', async () => (await connectedIn(meeting)) === 1);
    const closed = once(client, 'close');
    client.on('end', () => client.destroy());
    client.end();
    await closed;
    await until('the member to be gone', async () => {
      clock.pass(1_000);
      return (await connectedIn(meeting)) === 0;
    });
  });

  it('works with curl -N', async () => {
    const curl = spawn('curl', ['-sN', `${url}/api/sse/events?meeting_id=abc`]);
    cleanup.add(() => curl.kill());
    let output = '';
    curl.stdout.on('data', (chunk) => (output += String(chunk)));
    await until('the connected frame', () => output.includes('event: connected'));
    await post(`${meeting}/rest`, { message: '休憩' });
    await until('the break', () => output.includes('"message":"休憩"'));
  });

  it('sends heartbeats at its interval, whenever the streams opened', async () => {
    const first = await Member.join(cleanup, url, 'abc');
    clock.pass(4_000);
    const second = await Member.join(cleanup, url, 'abc');
    clock.pass(26_000);
    await first.hears('heartbeat', 3);
    await second.hears('heartbeat', 2);
    expect(first.all('heartbeat')).toHaveLength(3);
    expect(second.all('heartbeat')).toHaveLength(2);
  });

  it('uses the interval of ?heartbeat=, and comments between rare heartbeats', async () => {
    const slow = await RawStream.open(cleanup, url, 'abc&heartbeat=60');
    const fast = await RawStream.open(cleanup, url, 'abc&heartbeat=5');
    await Promise.all([slow.contains('event: state'), fast.contains('event: state')]);
    clock.pass(60_000);
    await slow.contains('event: heartbeat');
    await until('twelve beats', () => fast.text.split('event: heartbeat').length === 13);
    expect(slow.text.split('event: heartbeat')).toHaveLength(2);
    await until('four comments', () => slow.text.match(/^:$/gm)?.length === 4);
    expect(fast.text).not.toMatch(/^:$/m);
    for (const heartbeat of ['2', '61', 'x', '5.5', '']) {
      const response = await fetch(`${url}/api/sse/events?meeting_id=abc&heartbeat=${heartbeat}`);
      expect([heartbeat, response.status]).toEqual([heartbeat, 422]);
    }
  });

  it('repeats and misses nothing while streams come and go and a leader calls breaks without pause', async () => {
    const total = 60;
    const steady = await Member.join(cleanup, url, 'abc');
    const calling = (async () => {
      for (let i = 0; i < total; i++) await post(`${meeting}/rest`, { message: String(i) });
    })();
    const passing: Member[] = [];
    for (let i = 0; i < 20; i++) passing.push(await Member.join(cleanup, url, 'abc'));
    await calling;
    await steady.hears('message', total);
    const all = Array.from({ length: total }, (_, i) => String(i));
    expect(steady.breaks).toEqual(all);
    for (const member of passing) {
      await until('the last break', () => member.breaks.at(-1) === all.at(-1) || member.notices.length === 0);
      // The same notices as the steady member got after the position at which this one connected.
      const from = steady.frames.findIndex(({ cursor }) => cursor === member.frames[0]?.cursor);
      const after = steady.notices.slice(
        steady.notices.findIndex((notice) => notice === steady.frames[from]) + 1,
      );
      expect(member.notices).toEqual(from === 0 ? steady.notices : after);
    }
  });

  it('is closed before its unread frames use much memory', async () => {
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const client = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
    cleanup.add(() => client.destroy());
    client.write('GET /api/sse/events?meeting_id=abc HTTP/1.1\r\nHost: x\r\n\r\n');
    const [stalled] = await accepted;
    const steady = await Member.join(cleanup, url, 'abc');

    const message = 'x'.repeat(16_000);
    let most = 0;
    // The kernel's buffers take a few megabytes before frames wait in the process.
    await until(
      'the stream to be cut',
      async () => {
        // A few breaks at a time, so that the test sees the queue grow up to the bound.
        const answers = await Promise.all(
          Array.from({ length: 4 }, () => post(`${meeting}/rest`, { message })),
        );
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
        most = Math.max(most, stalled.writableLength);
        return stalled.destroyed;
      },
      BUFFERS_FULL_MS,
    );
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(MAX_QUEUED_BYTES + 17_000);

    await post(`${meeting}/rest`, { message: 'last' });
    await until('the steady member to hear the last break', () => steady.breaks.at(-1) === 'last');
  });
});

async function connectedIn(meeting: string): Promise<number> {
  const { body } = await get(meeting);
  return (body['members'] as { connected: number }).connected;
}
