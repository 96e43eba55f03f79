import { describe, expect, it } from '@jest/globals';
import { call, post } from '../support/api.js';
import { startApp, startOnRedis } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ManualClock } from '../support/manual-clock.js';
import { RawStream } from '../support/raw-stream.js';
import { Member } from '../support/member.js';
import { startTwoProcesses } from '../support/service.js';
import { until } from '../support/until.js';

const KEY = 'first-key-0123456789abcdef';

describe('stream limits', () => {
  const cleanup = new Cleanup();

  /** Whether a stream gets a place: it is answered with `connected`, else with 200 and a goodbye. */
  async function isOpen(url: string, meetingId: string, headers = {}): Promise<boolean> {
    const stream = await RawStream.open(cleanup, url, meetingId, headers);
    expect(stream.response.status).toBe(200);
    await until('the first frame', () => /\w\n\n|\}\n\n/.test(stream.text));
    if (stream.text.includes('event: connected')) return true;
    await until('the end', () => stream.ended);
    expect(stream.text).toMatch(
      /^\n?event: goodbye\nretry: (\d+)\ndata: \{"reason":"overloaded","reconnect":true,"retry_ms":\1\}\n\n$/,
    );
    return false;
  }

  it('allow MAX_STREAMS on a process', async () => {
    const { url } = await startApp(cleanup, { MAX_STREAMS: '2' });
    expect([await isOpen(url, 'a'), await isOpen(url, 'b'), await isOpen(url, 'c')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('allow MAX_STREAMS_PER_MEETING for each meeting', async () => {
    const { url } = await startApp(cleanup, { MAX_STREAMS_PER_MEETING: '1' });
    expect([await isOpen(url, 'a'), await isOpen(url, 'a'), await isOpen(url, 'b')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('allow MAX_STREAMS_PER_ADDRESS for each address', async () => {
    const settings = { MAX_STREAMS_PER_ADDRESS: '1', TRUST_PROXY: 'loopback' };
    const { url } = await startApp(cleanup, settings);
    const from = (address: string) => isOpen(url, 'a', { 'x-forwarded-for': address });
    expect([await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([
      true,
      false,
      true,
    ]);
    // A /64 network of IPv6 counts as one address.
    expect([
      await from('2001:db8::1'),
      await from('2001:db8:0:0:1::9'),
      await from('2001:db8:0:1::1'),
    ]).toEqual([true, false, true]);
  });

  it('free exactly one place for each client that leaves', async () => {
    const { url } = await startApp(cleanup, { MAX_STREAMS: '2', MAX_STREAMS_PER_MEETING: '2' });
    for (let i = 0; i < 3; i++) {
      const members = [await Member.join(cleanup, url, 'a'), await Member.join(cleanup, url, 'a')];
      expect(await isOpen(url, 'a')).toBe(false);
      members.forEach((member) => member.leave());
      await until('both places to be free', async () => {
        const one = await RawStream.open(cleanup, url, 'a');
        const other = await RawStream.open(cleanup, url, 'a');
        await until('an answer', () => one.text.includes('event:') && other.text.includes('event:'));
        const areOpen = [one, other].every(({ text }) => text.includes('event: connected'));
        await Promise.all([one.leave(), other.leave()]);
        return areOpen;
      });
      await until('them to be free again', async () => {
        const probe = await RawStream.open(cleanup, url, 'a');
        await until('an answer', () => probe.text.includes('event:'));
        await probe.leave();
        return probe.text.includes('event: connected');
      });
    }
  });

  it('ignore an X-Forwarded-For that no trusted proxy sent', async () => {
    const { url } = await startApp(cleanup, { MAX_STREAMS_PER_ADDRESS: '1' });
    const spoofed = (address: string) => isOpen(url, 'a', { 'x-forwarded-for': address });
    expect([await spoofed('192.0.2.1'), await spoofed('192.0.2.2')]).toEqual([true, false]);
    const { url: behind } = await startApp(cleanup, { MAX_STREAMS_PER_ADDRESS: '1', TRUST_PROXY: '1' });
    // The proxy appends the client's address to the header that the client made up.
    const via = (made: string) => isOpen(behind, 'a', { 'x-forwarded-for': `${made}, 198.51.100.7` });
    expect([await via('192.0.2.1'), await via('192.0.2.2')]).toEqual([true, false]);
  });
});

describe('rate limits', () => {
  const cleanup = new Cleanup();
  const rest = (url: string, headers = {}) => call('POST', `${url}/api/meetings/abc/rest`, {}, headers);
  const statuses = async (count: number, one: () => Promise<{ status: number }>) => {
    const answers: number[] = [];
    for (let i = 0; i < count; i++) answers.push((await one()).status);
    return answers;
  };

  it('refuse calls over the limit, and say how many are left and when to retry', async () => {
    const clock = new ManualClock();
    const { url } = await startApp(cleanup, { COMMANDS_PER_MINUTE: '2' }, clock);
    clock.pass(15_000);
    const first = await rest(url);
    expect(first.status).toBe(200);
    expect(['limit', 'remaining', 'reset'].map((name) => first.headers.get(`ratelimit-${name}`))).toEqual([
      '2',
      '1',
      '45',
    ]);
    await rest(url);
    const over = await rest(url);
    expect(over).toMatchObject({
      status: 429,
      type: 'application/problem+json',
      body: { code: 'too_many_calls' },
    });
    expect(over.headers.get('retry-after')).toBe('45');
    expect(over.headers.get('ratelimit-remaining')).toBe('0');
    clock.pass(45_000);
    expect((await rest(url)).status).toBe(200);
  });

  it('are off by default, and never apply to reads and streams', async () => {
    const open = await startApp(cleanup);
    const answer = await rest(open.url);
    expect(answer.headers.get('ratelimit-limit')).toBeNull();
    const { url } = await startApp(
      cleanup,
      { COMMANDS_PER_MINUTE: '1', MEMBER_CALLS_PER_MINUTE: '1' },
      new ManualClock(),
    );
    await rest(url);
    expect(await statuses(5, () => call('GET', `${url}/api/meetings/abc`))).toEqual(Array(5).fill(200));
    await Member.join(cleanup, url, 'abc');
  });

  it('count members apart from leaders', async () => {
    const { url } = await startApp(
      cleanup,
      { COMMANDS_PER_MINUTE: '1', MEMBER_CALLS_PER_MINUTE: '2' },
      new ManualClock(),
    );
    await rest(url);
    const ack = () => post(`${url}/api/meetings/abc/rest/ack`, { client_id: 'a', status: 'seen' });
    expect(await statuses(3, ack)).toEqual([200, 200, 429]);
    expect((await rest(url)).status).toBe(429);
  });

  it('count each valid key by itself, and all wrong keys together', async () => {
    const settings = { LEADER_AUTH: 'key', LEADER_API_KEYS: KEY, COMMANDS_PER_MINUTE: '3' };
    const { url } = await startApp(cleanup, settings, new ManualClock());
    let guess = 0;
    expect(await statuses(5, () => rest(url, { 'x-api-key': `guess-${guess++}` }))).toEqual([
      401, 401, 401, 429, 429,
    ]);
    expect(await statuses(4, () => rest(url, { 'x-api-key': KEY }))).toEqual([200, 200, 200, 429]);
  });

  it('ignore an X-Forwarded-For that no trusted proxy sent', async () => {
    const { url } = await startApp(cleanup, { COMMANDS_PER_MINUTE: '2' }, new ManualClock());
    let i = 0;
    const spoofed = () => rest(url, { 'x-forwarded-for': `192.0.2.${i++}` });
    expect(await statuses(3, spoofed)).toEqual([200, 200, 429]);
    const trusting = await startApp(
      cleanup,
      { COMMANDS_PER_MINUTE: '2', TRUST_PROXY: '127.0.0.0/8' },
      new ManualClock(),
    );
    const forwarded = () => rest(trusting.url, { 'x-forwarded-for': `192.0.2.${i++}` });
    expect(await statuses(3, forwarded)).toEqual([200, 200, 200]);
  });

  it('count over all processes on one Redis', async () => {
    const env = { COMMANDS_PER_MINUTE: '10', TRUST_PROXY: '127.0.0.0/8' };
    const { one, other } = await startTwoProcesses(cleanup, env);
    const urls = [one.url, other.url];
    // The count starts again at each full minute. If the minute changed during the calls, repeat with another
    // caller.
    const minute = () => Math.floor(Date.now() / 60_000);
    let caller = 0;
    let before: number;
    let answers: number[];
    do {
      const headers = { 'x-forwarded-for': `192.0.2.${++caller}` };
      let call = 0;
      before = minute();
      answers = await statuses(12, () => rest(urls[call++ % 2] ?? '', headers));
    } while (minute() !== before);
    expect(answers).toEqual([...Array<number>(10).fill(200), 429, 429]);
  });

  it('count per process while Redis is away', async () => {
    const env = { COMMANDS_PER_MINUTE: '3' };
    const { url, redis: server } = await startOnRedis(cleanup, env, new ManualClock());
    expect(await statuses(2, () => rest(url))).toEqual([200, 200]);
    await server.kill();
    await until('the loss to be noticed', async () => !(await fetch(`${url}/health/ready`)).ok);
    expect(await statuses(4, () => rest(url))).toEqual([503, 503, 503, 429]);
  });

  it('store their counters in Redis under our prefix, as digests, for two minutes', async () => {
    const { url, redis: server } = await startOnRedis(cleanup, { COMMANDS_PER_MINUTE: '3' });
    await rest(url);
    const redis = server.client();
    const [key = '', ...more] = await redis.keys('*calls*');
    expect(more).toEqual([]);
    expect(key).toMatch(/^kyukei:calls:\d+:[\w-]{43}$/);
    expect(await redis.pttl(key)).toBeGreaterThan(60_000);
  });
});
