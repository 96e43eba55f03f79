import { describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { startApp, startOnRedis } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RawStream } from '../support/raw-stream.js';
import { RedisServer } from '../support/redis-server.js';
import { ready } from '../support/service.js';
import { until } from '../support/until.js';

/**
 * Redis configured, but not there: the service starts, says so, answers within a second, and recovers by
 * itself.
 */
describe('while Redis is away', () => {
  const cleanup = new Cleanup();

  async function expectDegraded(url: string): Promise<void> {
    const health = await withinASecond(() => get(`${url}/health`));
    expect(health).toMatchObject({ status: 200, body: { status: 'degraded', redis: 'disconnected' } });
    expect(await withinASecond(() => get(`${url}/health/ready`))).toMatchObject({
      status: 503,
      body: { code: 'not_ready' },
    });
    expect(await withinASecond(() => get(`${url}/health/live`))).toMatchObject({ status: 200 });
    for (const command of ['start', 'rest', 'end']) {
      const answer = await withinASecond(() => post(`${url}/api/meetings/away/${command}`));
      expect(answer).toMatchObject({
        status: 503,
        type: 'application/problem+json',
        body: { code: 'store_unavailable' },
      });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect(await withinASecond(() => get(`${url}/api/meetings/away/status`))).toMatchObject({ status: 503 });
  }

  async function expectWorking(url: string): Promise<void> {
    await ready(url);
    const member = await Member.join(cleanup, url, 'back');
    await post(`${url}/api/meetings/back/rest`, { message: 'works' });
    await member.hears('message');
  }

  it('the service starts without Redis, and recovers', async () => {
    const redis = await RedisServer.prepare(cleanup);
    const { url } = await startApp(cleanup, redis.env);
    await expectDegraded(url);
    await redis.run();
    await expectWorking(url);
    expect((await get(`${url}/health`)).body).toMatchObject({
      status: 'healthy',
      redis: 'connected',
    });
  });

  it('the service recovers when Redis restarts, and open streams receive the next notices', async () => {
    const { redis, url } = await startOnRedis(cleanup);
    const member = await Member.join(cleanup, url, 'abc');
    await redis.kill();
    await member.hears('degraded');
    await until(
      'the loss to be noticed',
      async () => (await get(`${url}/health`)).body['redis'] === 'disconnected',
    );
    await expectDegraded(url);
    await redis.run();
    await expectWorking(url);
    await post(`${url}/api/meetings/abc/rest`, { message: 'still here' });
    await member.hears('message');
    expect(member.frames.map(({ event }) => event)).toEqual([
      'connected',
      'state',
      'degraded',
      // Redis returned as a new incarnation that may have lost data, so members get a `state` with `resync`.
      'state',
      'restored',
      'meeting_started',
      'message',
    ]);
  });

  it('the service answers in time when Redis hangs instead of refusing', async () => {
    const { redis, url } = await startOnRedis(cleanup);
    const member = await Member.join(cleanup, url, 'away');
    redis.freeze();
    await expectDegraded(url);
    await member.hears('degraded');
    redis.thaw();
    await member.hears('restored');
    await expectWorking(url);
    await post(`${url}/api/meetings/away/rest`, { message: 'after' });
    await member.hears('message');
    expect(member.breaks).toEqual(['after']);
  });

  it('a refused command is not executed later, however soon Redis is back', async () => {
    const { redis, url } = await startOnRedis(cleanup);
    const member = await Member.join(cleanup, url, 'away');
    redis.freeze();
    expect((await post(`${url}/api/meetings/away/rest`, { message: 'refused' })).status).toBe(503);
    redis.thaw();
    // Both use the same connection, so this break comes after any command still in flight.
    await until(
      'a break to be called',
      async () => (await post(`${url}/api/meetings/away/rest`)).status === 200,
    );
    await member.hears('message');
    expect(member.breaks).toEqual(['休憩時間です']);
  });

  it('the service restores the message connection alone, and repairs lost notices from the log', async () => {
    const { redis, url } = await startOnRedis(cleanup);
    const member = await Member.join(cleanup, url, 'abc');
    const other = redis.client();
    for (let round = 1; round <= 5; round++) {
      await other.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await post(`${url}/api/meetings/abc/rest`, { message: String(round) });
      await member.hears('message', round);
    }
    expect(member.breaks).toEqual(['1', '2', '3', '4', '5']);
  });

  it('the service reopens the message connection until its subscriptions exist, while commands continue', async () => {
    const { redis, url } = await startOnRedis(cleanup);
    const member = await Member.join(cleanup, url, 'abc');
    const other = redis.client();
    await other.call('ACL', 'SETUSER', 'default', '-subscribe');
    await other.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await member.hears('degraded');
    expect((await post(`${url}/api/meetings/abc/rest`, { message: 'meanwhile' })).status).toBe(200);
    await other.call('ACL', 'SETUSER', 'default', '+subscribe');
    await member.hears('restored', 1, 10_000);
    await post(`${url}/api/meetings/abc/rest`, { message: 'after' });
    await member.hears('message', 2);
    expect(member.breaks).toEqual(['meanwhile', 'after']);
  });

  it('a new stream ends with a goodbye that says when to reconnect, never with an error status', async () => {
    const { url } = await startApp(cleanup, (await RedisServer.prepare(cleanup)).env);
    const stream = await RawStream.open(cleanup, url, 'abc');
    expect(stream.response.status).toBe(200);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await until('the stream to end', () => stream.ended);
    expect(stream.text).toMatch(
      /^\n?event: goodbye\nretry: \d{4}\ndata: \{"reason":"store_unavailable","reconnect":true,"retry_ms":\d{4}\}\n\n$/,
    );
  });

  /** The shortest of three attempts, because a busy machine can only lengthen them. */
  async function withinASecond<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const begun = performance.now();
      const result = await work();
      const took = performance.now() - begun;
      if (took < 1000) return result;
      if (tries === 3) throw new Error(`the answer took ${took} ms, three times`);
    }
  }
});
