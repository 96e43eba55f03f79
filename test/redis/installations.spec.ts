import { describe, expect, it } from '@jest/globals';
import { post } from '../support/api.js';
import { startReady, type App } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisServer } from '../support/redis-server.js';
import { scrape } from '../support/scrape.js';
import type { Env } from '../support/service.js';
import { until } from '../support/until.js';

/**
 * docs/operations.md, "Several installations on one Redis": installations do not get each other's breaks,
 * although Redis delivers pub/sub messages across databases.
 */
describe('two installations on one Redis', () => {
  const cleanup = new Cleanup();
  const channel = 'meeting:abc:rest';
  const foreign = { event: 'rest_required', meeting_id: 'abc', message: 'of another program' };
  const sent = (extra = {}) => JSON.stringify({ ...foreign, timestamp: '2025-10-17T10:30:00Z', ...extra });

  const start = (...envs: Env[]) => Promise.all(envs.map((env) => startReady(cleanup, env)));
  const join = async (services: App[]) => {
    const members = await Promise.all(services.map(({ url }) => Member.join(cleanup, url, 'abc')));
    await Promise.all(members.map((member) => member.hears('state')));
    return members;
  };
  const call = (service: App | undefined, message: string) =>
    post(`${service?.url ?? ''}/api/meetings/abc/rest`, { message });

  /** Each installation calls its own break; a message from the other one would have arrived before it. */
  async function expectThemApart(services: App[], members: Member[]): Promise<void> {
    await call(services[0], 'of the first');
    await call(services[1], 'of the second');
    await Promise.all(members.map((member) => member.hears('message')));
    expect(members.map(({ breaks }) => breaks)).toEqual([['of the first'], ['of the second']]);
    for (const member of members)
      expect(member.frames.map(({ event }) => event)).toEqual([
        'connected',
        'state',
        'meeting_started',
        'message',
      ]);
    for (const { url } of services)
      expect(await scrape(url)).toMatchObject({
        'kyukei_resyncs_total{cause="store"}': 0,
        'kyukei_resyncs_total{cause="log"}': 0,
      });
  }

  it("in two databases never receive each other's messages, but both receive another program's break", async () => {
    const server = await RedisServer.start(cleanup);
    const at = (database: number) => ({ REDIS_URL: `${server.env.REDIS_URL}/${database}` });
    const services = await start(at(0), at(1));
    const members = await join(services);
    await expectThemApart(services, members);
    await server.client().publish(channel, sent());
    await Promise.all(members.map((member) => member.hears('message', 2)));
    expect(members.map(({ breaks }) => breaks[1])).toEqual(Array(2).fill('of another program'));
  });

  it('drop messages of the other installation, in every field that can name it, and expose no id', async () => {
    const server = await RedisServer.start(cleanup);
    const redis = server.client();
    const [service] = await start(server.env);
    const [member] = await join(service ? [service] : []);
    const key = 'kyukei:installation:{kyukei:processes}';
    const id = String(await redis.get(key));
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const announced: string[] = [];
    const listener = redis.duplicate();
    cleanup.add(() => listener.disconnect());
    listener.on('message', (_, payload: string) => announced.push(payload));
    await listener.subscribe(channel);

    await redis.publish(
      channel,
      JSON.stringify({ installation: 'another', ...(JSON.parse(sent()) as object) }),
    );
    await redis.publish(channel, sent({ installation: 'another' }));
    await redis.publish(channel, sent({ message: 'its own', installation: id }));
    await call(service, '"installation":"another"}');
    await member?.hears('message', 2);
    expect(member?.breaks).toEqual(['its own', '"installation":"another"}']);
    expect(member?.all('message').some(({ data }) => 'installation' in data)).toBe(false);
    expect(JSON.parse(announced.at(-1) ?? '')).toMatchObject({ event: 'rest_required', installation: id });
  });

  it('keep their identities when their databases are emptied', async () => {
    const server = await RedisServer.start(cleanup);
    const services = await start(server.env, server.env);
    const redis = server.client();
    const id = () => redis.get('kyukei:installation:{kyukei:processes}');
    const before = await id();
    await redis.flushall();
    const members = await join(services);
    await call(services[0], 'tea');
    await Promise.all(members.map((member) => member.hears('message')));
    await until('the id to be there again', async () => (await id()) === before);
  });

  it('with two prefixes share no key, and every key has its prefix', async () => {
    const server = await RedisServer.start(cleanup);
    const redis = server.client();
    const [one, two] = ['one:', 'two-'].map((REDIS_PREFIX) => ({
      ...server.env,
      REDIS_PREFIX,
    }));
    const services = await start(one ?? {}, two ?? {});
    const members = await join(services);
    await expectThemApart(services, members);
    const keys = await redis.keys('*');
    expect(keys.filter((key) => !/^\{?(one:|two-)(meeting|kyukei):/.test(key))).toEqual([]);
    expect(keys).toContain('one:meeting:abc');
    expect(keys).toContain('{two-meeting:abc}:log');
    const channels = (await redis.pubsub('CHANNELS', '*')) as string[];
    expect(channels.sort()).toEqual(['one:meeting:abc:rest', 'two-meeting:abc:rest']);
    await redis.publish(`one:${channel}`, sent());
    await members[0]?.hears('message', 2);
    expect(members.map(({ breaks }) => breaks.length)).toEqual([2, 1]);
  });
});
