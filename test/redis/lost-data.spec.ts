import { beforeEach, describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { startReady } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisServer } from '../support/redis-server.js';
import { ready } from '../support/service.js';
import { until } from '../support/until.js';

/**
 * The log cannot show entries that Redis itself lost. Members must be told nevertheless, and get the
 * remaining state.
 */
describe('a Redis that may have lost data', () => {
  const cleanup = new Cleanup();
  let redis: RedisServer;
  let url: string;

  beforeEach(async () => {
    redis = await RedisServer.start(cleanup, ['--appendonly', 'yes', '--appendfsync', 'always']);
    url = await start();
  });

  const start = async () => (await startReady(cleanup, redis.env)).url;

  const call = (message: string) => post(`${url}/api/meetings/abc/rest`, { message });

  async function resume(cursor: string | undefined, at = url) {
    const member = await Member.join(cleanup, at, 'abc', `&last_event_id=${String(cursor)}`);
    // Waits for the last frame before the stream is live.
    const { body } = await get(`${at}/api/meetings/abc/events?after=0-0`);
    await until('the stream to have caught up', () =>
      member.all('state').some(({ data }) => data['cursor'] === body['cursor']),
    );
    return { breaks: member.breaks, resync: member.all('state').some(({ data }) => data['resync']) };
  }

  /** Joins, leaves, and resolves with the last cursor. */
  async function passBy(): Promise<string | undefined> {
    const member = await Member.join(cleanup, url, 'abc');
    await member.hears('state');
    member.leave();
    return member.frames.at(-1)?.cursor;
  }

  it('is not reported while nothing happens, even to members who joined before the first notice', async () => {
    const before = await passBy();
    expect(before).toBe('0-0');
    await call('tea');
    expect(await resume(before)).toEqual({ breaks: ['tea'], resync: false });
    expect(await resume(before, await start())).toEqual({ breaks: ['tea'], resync: false });
  });

  it('is reported once after a restart to members who were there before it', async () => {
    const first = await passBy();
    await call('tea');
    const staying = await Member.join(cleanup, url, 'abc');
    const before = await passBy();
    await redis.kill();
    await staying.hears('degraded');
    await redis.run();
    await staying.hears('restored');
    await ready(url);
    await call('lunch');
    await staying.hears('message');

    expect(staying.breaks).toEqual(['lunch']);
    expect(staying.all('state').map(({ data }) => data['resync'])).toEqual([false, true]);
    expect(await resume(before)).toEqual({ breaks: [], resync: true });
    expect(await resume(first)).toEqual({ breaks: ['lunch'], resync: true });

    const after = await passBy();
    await call('walk');
    expect(await resume(after)).toEqual({ breaks: ['walk'], resync: false });
  });

  it('is reported after a flush, even by a process that knew only the emptied database', async () => {
    const before = await passBy();
    await call('tea');
    await redis.client().flushall();
    const other = await start();
    await resume('0-0', other);
    await call('lunch');

    expect(await resume(before)).toEqual({ breaks: ['lunch'], resync: true });
    expect(await resume(before, other)).toEqual({ breaks: ['lunch'], resync: true });
  });

  it('is reported with its current state, also of a meeting that another program wrote without a log', async () => {
    const [client, at] = [redis.client(), new Date().toISOString()];
    await client.hset('meeting:abc', { rest_flg: 'True', started_at: at, rest_started_at: at });
    const staying = await Member.join(cleanup, url, 'abc');
    await staying.hears('state');
    await client.flushall();
    await redis.kill();
    await staying.hears('degraded');
    await redis.run();
    await staying.hears('restored');

    const states = staying.all('state').map(({ data }) => [data['phase'], data['resync']]);
    expect(states).toEqual([
      ['on_break', false],
      ['not_started', true],
    ]);
    // Another program writes the state without a message: a member whose cursor is from before the loss must
    // get it.
    await redis.client().hset('meeting:abc', { rest_flg: 'False', started_at: at });
    const coming = await Member.join(cleanup, url, 'abc', '&last_event_id=0-0');
    expect((await coming.hears('state')).data).toMatchObject({ phase: 'in_progress', resync: true });
  });

  it('is reported after the loss of the log alone, even to members who joined before the first notice', async () => {
    const before = await passBy();
    await call('tea');
    const staying = await Member.join(cleanup, url, 'abc');
    await staying.hears('state');
    await redis.client().del('{meeting:abc}:log');
    expect(await resume(before)).toEqual({ breaks: [], resync: true });
    await staying.hears('state', 2);
    await call('lunch');
    await staying.hears('message');
    expect(staying.all('state').map(({ data }) => data['resync'])).toEqual([false, true]);
    expect(await resume(before)).toEqual({ breaks: [], resync: true });
    const { cursor } = staying.all('state')[1]?.data ?? {};
    expect(await resume(String(cursor))).toEqual({ breaks: ['lunch'], resync: false });
  });

  it('is reported to a poller, even to one who joined before the first notice', async () => {
    const log = async (query = '') => (await get(`${url}/api/meetings/abc/events${query}`)).body;
    const { cursor: before } = await log();
    await call('tea');
    expect(await log(`?after=${String(before)}`)).toMatchObject({
      resync: false,
      events: [{}, { message: 'tea' }],
    });
    await redis.client().flushall();
    await log();
    await call('lunch');
    expect(await log(`?after=${String(before)}`)).toMatchObject({ resync: true, events: [] });
    expect(await log()).toMatchObject({ resync: false, events: [{}, { message: 'lunch' }] });
  });
});
