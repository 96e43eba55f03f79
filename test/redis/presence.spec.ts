import { describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { startOnRedis, startReady } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisServer } from '../support/redis-server.js';
import { ready, Service } from '../support/service.js';
import { until } from '../support/until.js';

/** docs/protocol.md, "Who is here, who is back": correct at most 15 s after a process died. */
const FORGOTTEN_MS = 15_000;

describe('presence over several processes', () => {
  const cleanup = new Cleanup();

  /** `other` is a process of its own, so that the test can kill it. */
  async function appAndProcess() {
    const { redis, ...one } = await startOnRedis(cleanup);
    await post(`${one.url}/api/meetings/abc/start`);
    return { one, other: await Service.startReady(cleanup, redis.env), redis };
  }
  async function twoApps() {
    const { redis, ...one } = await startOnRedis(cleanup);
    await post(`${one.url}/api/meetings/abc/start`);
    return { one, other: await startReady(cleanup, redis.env), redis };
  }
  const connected = async ({ url }: { url: string }) => {
    const { members } = (await get(`${url}/api/meetings/abc`)).body as { members: { connected: number } };
    return members.connected;
  };
  const counts = (service: { url: string }, count: number, deadlineMs?: number) =>
    until(`${count} members`, async () => (await connected(service)) === count, deadlineMs);

  it('is summed, shown to leaders, and removed with a killed process', async () => {
    const { one, other } = await appAndProcess();
    const leader = await Member.join(cleanup, one.url, 'abc', '&role=leader');
    for (const { url } of [one, one, other, other, other]) await Member.join(cleanup, url, 'abc');
    await counts(one, 5);
    await counts(other, 5);
    const told = () => (leader.all('presence').at(-1)?.data['members'] as { connected: number }).connected;
    await until('the leader to be told', () => told() === 5);

    const killedAt = Date.now();
    await other.stop('SIGKILL');
    await counts(one, 2, FORGOTTEN_MS);
    await until('the leader to be told', () => told() === 2, FORGOTTEN_MS);
    expect(Date.now() - killedAt).toBeLessThan(FORGOTTEN_MS);
  }, 60_000);

  it('is removed at once with a process that shut down', async () => {
    const { one, other } = await appAndProcess();
    const member = await Member.join(cleanup, other.url, 'abc');
    await counts(one, 1);
    member.leave();
    await other.stop('SIGTERM');
    await counts(one, 0, 4_000);
  }, 60_000);

  it('counts a client once, on any number of processes, even when one of them dies', async () => {
    const { one, other, redis } = await appAndProcess();
    await post(`${one.url}/api/meetings/abc/rest`);
    const tabs = await Promise.all(
      [one, one, other].map(({ url }) => Member.join(cleanup, url, 'abc', '&client_id=ann')),
    );
    await Member.join(cleanup, other.url, 'abc', '&client_id=ben');
    await Member.join(cleanup, other.url, 'abc');
    // Three members on five streams: two ids, and one stream without an id.
    await until('three members', async () => {
      const counted = await Promise.all([connected(one), connected(other)]);
      return counted.every((count) => count === 3) && (await hasTold());
    });
    for (const client_id of ['ann', 'ben'])
      await post(`${one.url}/api/meetings/abc/rest/ack`, { client_id, status: 'back' });
    await tabs[0]?.hears('all_back');

    await other.stop('SIGKILL');
    await counts(one, 1, FORGOTTEN_MS);

    async function hasTold(): Promise<boolean> {
      const clients = Object.values(await redis.client().hgetall('{meeting:abc}:clients'));
      expect(clients.join()).not.toMatch(/ann|ben/);
      return (
        clients
          .map((entry) => (entry.split(' ')[3] ?? '').length)
          .sort()
          .join() === '24,48'
      );
    }
  }, 60_000);

  it('counts a client on the other process after it left the first', async () => {
    const { one, other } = await twoApps();
    const tab = await Member.join(cleanup, one.url, 'abc', '&client_id=ann');
    const tab2 = await Member.join(cleanup, other.url, 'abc', '&client_id=ann');
    await counts(one, 1);
    tab.leave();
    await counts(one, 1);
    tab2.leave();
    await counts(one, 0);
  }, 60_000);

  it('is corrected when Redis has old counts, even for meetings that this process forgot', async () => {
    const redis = await RedisServer.start(cleanup, ['--dbfilename', 'old.rdb']);
    const service = await startReady(cleanup, redis.env);
    await post(`${service.url}/api/meetings/abc/start`);
    const member = await Member.join(cleanup, service.url, 'abc');
    await Member.join(cleanup, service.url, 'other');
    await counts(service, 1);
    await redis.client().save();
    member.leave();
    await counts(service, 0);
    // The process forgets the meeting after it wrote a count of zero twice. Then wait for two renewals of the
    // lease.
    const seen: string[] = [];
    const monitor = await redis.client().monitor();
    cleanup.add(() => monitor.disconnect());
    monitor.on('monitor', (_, args: string[]) => seen.push(args.slice(0, 2).join(' ').toLowerCase()));
    await until(
      'it to be said again',
      () => {
        const at = seen.indexOf('hdel {meeting:abc}:clients');
        return at >= 0 && seen.slice(at).filter((line) => line === 'zadd kyukei:processes').length >= 2;
      },
      20_000,
    );
    // A monitor fails after a reconnect, because it takes the commands that it sees for its own answers.
    monitor.disconnect();
    await redis.kill();
    await redis.run();
    await ready(service.url);
    await until(
      'the old count to be there',
      async () => (await redis.client().hlen('{meeting:abc}:members')) > 0,
    );
    await counts(service, 0, FORGOTTEN_MS);
    expect((await get(`${service.url}/api/meetings/abc`)).body).toMatchObject({ members: { connected: 0 } });
  }, 90_000);

  it('ignores leases that Redis granted before its clock was set back', async () => {
    const { one, redis } = await twoApps();
    const client = redis.client();
    await client.zadd('kyukei:processes', Date.now() + 3_600_000, 'dead');
    await client.hset('{meeting:abc}:members', 'process:dead', '5 0');
    await counts(one, 5);
    await counts(one, 0, FORGOTTEN_MS);
  }, 60_000);

  it('costs one write a second, however many members come and go', async () => {
    const { one, redis } = await twoApps();
    const client = redis.client();
    const writes = async () => {
      const stats = await client.info('commandstats');
      return Number(/cmdstat_hset:calls=(\d+)/.exec(stats)?.[1] ?? 0);
    };
    const [before, begunAt] = [await writes(), Date.now()];
    for (let i = 0; i < 100; i++) {
      const members = await Promise.all([1, 2, 3].map(() => Member.join(cleanup, one.url, 'abc')));
      members.forEach((member) => member.leave());
    }
    await counts(one, 0);
    const seconds = Math.ceil((Date.now() - begunAt) / 1000);
    expect((await writes()) - before).toBeLessThanOrEqual(seconds + 1);
  }, 60_000);
});
