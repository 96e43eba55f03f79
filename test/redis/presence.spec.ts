import { describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { ready } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisServer } from '../support/redis-server.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';

/** Contract §7: correct at most 15 s after a process died. */
const FORGOTTEN_MS = 15_000;

describe('who is here, over several processes', () => {
  const cleanup = new Cleanup();

  async function twoServices(): Promise<[Service, Service, RedisServer]> {
    const redis = await RedisServer.start(cleanup);
    const env = { REDIS_URL: `redis://127.0.0.1:${redis.port}` };
    const [one, other] = await Promise.all([Service.start(cleanup, env), Service.start(cleanup, env)]);
    await Promise.all([ready(one.url), ready(other.url)]);
    await post(`${one.url}/api/meetings/abc/start`);
    return [one, other, redis];
  }
  const connected = async ({ url }: Service) => {
    const { members } = (await get(`${url}/api/meetings/abc`)).body as { members: { connected: number } };
    return members.connected;
  };
  const counts = (service: Service, count: number, deadlineMs?: number) =>
    until(`${count} members`, async () => (await connected(service)) === count, deadlineMs);

  it('is added up, told to leaders, and forgotten with a process that was killed', async () => {
    const [one, other] = await twoServices();
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

  it('is forgotten at once with a process that ended by itself', async () => {
    const [one, other] = await twoServices();
    const member = await Member.join(cleanup, other.url, 'abc');
    await counts(one, 1);
    member.leave();
    await other.stop('SIGTERM');
    await counts(one, 0, 4_000);
  }, 60_000);

  it('costs one write a second, however many come and go', async () => {
    const [one, , redis] = await twoServices();
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
