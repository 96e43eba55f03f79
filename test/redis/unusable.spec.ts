import { mkdir } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { get, post } from '../support/api.js';
import { startApp, startReady, type App } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { WatchedRedis } from '../support/redis-sentinel.js';
import { RedisServer } from '../support/redis-server.js';
import { scrape } from '../support/scrape.js';
import { ready } from '../support/service.js';
import { until } from '../support/until.js';

/**
 * A Redis that answers but cannot be used. Its replies count, not the open socket; all versions behave the
 * same.
 */
describe('a Redis in use that', () => {
  const cleanup = new Cleanup();

  interface World {
    readonly redis: Redis;
    readonly server: RedisServer;
    readonly service: App;
    readonly member: Member;
  }

  async function inUse(options: string[] = []): Promise<World> {
    const server = await RedisServer.start(cleanup, options);
    const service = await startReady(cleanup, server.env);
    const member = await Member.join(cleanup, service.url, 'abc');
    await member.hears('state');
    return { redis: server.client(), server, service, member };
  }

  const notReady = ({ service }: World, code: string) =>
    until(`it not to be ready because of ${code}`, async () => {
      const { status, body } = await get(`${service.url}/health/ready`);
      return status === 503 && String(body['detail']).includes(code);
    });
  const connections = async ({ redis }: Pick<World, 'redis'>) =>
    Number(/total_connections_received:(\d+)/.exec(await redis.info('stats'))?.[1]);
  const reconnects = async ({ service }: World) =>
    (await scrape(service.url))['kyukei_redis_reconnects_total{connection="commands"}'] ?? 0;
  const call = ({ service }: World, message: string) =>
    post(`${service.url}/api/meetings/abc/rest`, { message });
  const lines = ({ service }: World, text: string) =>
    service.log.output.split('\n').filter((line) => line.includes(text));

  interface Trouble {
    readonly code: string;
    /** The first cause in the log, if it is not `code`. */
    readonly first?: string;
    readonly options?: string[];
    readonly begin: (world: World) => Promise<unknown>;
    readonly end: (world: World) => Promise<unknown>;
  }

  const everything: [string, Trouble][] = [
    [
      'becomes a replica',
      {
        code: 'READONLY',
        begin: async ({ redis }) => redis.replicaof('127.0.0.1', (await RedisServer.start(cleanup)).port),
        end: ({ redis }) => redis.replicaof('NO', 'ONE'),
      },
    ],
    [
      'becomes a replica without its master',
      {
        code: 'MASTERDOWN',
        begin: async ({ redis }) => {
          await redis.config('SET', 'replica-serve-stale-data', 'no');
          await redis.replicaof('127.0.0.1', (await RedisServer.prepare(cleanup)).port);
        },
        end: ({ redis }) => redis.replicaof('NO', 'ONE'),
      },
    ],
    [
      'asks for another password, and closed its connections',
      {
        code: 'NOAUTH',
        first: 'connection closed',
        begin: async ({ redis }) => {
          await redis.config('SET', 'requirepass', 'changed');
          await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
          await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        },
        end: ({ redis }) => redis.config('SET', 'requirepass', ''),
      },
    ],
  ];

  it('refuses connections is retried ever more slowly', async () => {
    const world = await inUse();
    const { redis, service, member } = world;
    await redis.config('SET', 'maxclients', '1');
    await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await member.hears('degraded');
    const refused = async () => Number(/rejected_connections:(\d+)/.exec(await redis.info('stats'))?.[1]);
    const begunAt = performance.now();
    await until('some attempts', async () => (await refused()) >= 10, 30_000);
    expect(performance.now() - begunAt).toBeGreaterThan(700);
    expect(lines(world, 'max number of clients').filter((line) => line.includes('commands'))).toHaveLength(1);
    await redis.config('SET', 'maxclients', '100');
    await member.hears('restored', 1, 15_000);
    await ready(service.url);
    expect([member.all('degraded').length, member.all('restored').length]).toEqual([1, 1]);
  }, 60_000);

  it('serves its own machine only, because it has no password, is reported with its own message', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const host = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '';
    const server = await RedisServer.start(cleanup, ['--protected-mode', 'yes']);
    const service = await startApp(cleanup, { REDIS_URL: `redis://${host}:${server.port}` });
    await until('the log to say why', () => /running in protected mode/i.test(service.log.output));
    expect((await get(`${service.url}/health/ready`)).status).toBe(503);
  });

  describe('is behind Sentinels that name no master, so the log says each cause once,', () => {
    /** Waits until the service has asked a few times more. */
    async function askedAgain(port: number): Promise<void> {
      const redis = new Redis({ port, protocol: 2, disconnectTimeout: 100 });
      cleanup.add(() => redis.disconnect());
      const before = await connections({ redis });
      await until('further attempts', async () => (await connections({ redis })) >= before + 4);
    }
    const said = ({ log }: App) => log.output.split('\n').filter((line) => line.includes('[Redis] commands'));

    it('because they know it by another name', async () => {
      const { sentinels } = await WatchedRedis.start(cleanup);
      const [first = ''] = sentinels;
      const service = await startApp(cleanup, { REDIS_SENTINELS: first, REDIS_SENTINEL_NAME: 'another' });
      const why = 'the Sentinels name no master "another": ERR No such master with that name';
      await until('the log to say why', () => service.log.output.includes(why));
      await askedAgain(Number(first.split(':')[1]));
      expect(said(service)).toHaveLength(1);
      expect((await get(`${service.url}/health/ready`)).status).toBe(503);
    });

    it('because nobody is there, or no Sentinel', async () => {
      const server = await RedisServer.prepare(cleanup);
      const service = await startApp(cleanup, { REDIS_SENTINELS: `127.0.0.1:${server.port}` });
      await until('the log to say why', () =>
        service.log.output.includes('"mymaster": connect ECONNREFUSED'),
      );
      await server.run();
      await until('the log to say why', () => service.log.output.includes('"mymaster": ERR unknown command'));
      await askedAgain(server.port);
      expect(said(service)).toHaveLength(2);
    });
  });

  it.each([
    ['lacks the database that is named', 'DATABASE', '/1', ['--databases', '1']],
    ['is a node of a Cluster without slots', 'CLUSTERDOWN', '', ['--cluster-enabled', 'yes']],
  ])('%s is reported as not ready, and no other database is used', async (_, code, database, options) => {
    const server = await RedisServer.start(cleanup, options);
    const service = await startApp(cleanup, { REDIS_URL: server.env.REDIS_URL + database });
    await until('it to say why', async () => {
      const { status, body } = await get(`${service.url}/health/ready`);
      return status === 503 && String(body['detail']).includes(code);
    });
    expect((await post(`${service.url}/api/meetings/abc/rest`)).status).toBe(503);
    expect(await server.client().dbsize()).toBe(0);
    expect((await get(`${service.url}/health/ready`)).status).toBe(503);
  });

  it('loads its data for long is used as soon as it is ready, whatever time it announces', async () => {
    // Loading takes 200 µs per key, so 4 s in total; the server answers in between.
    const slowly = ['--key-load-delay', '200', '--rdbcompression', 'no'];
    const world = await inUse(['--dbfilename', 'big.rdb', ...slowly]);
    const { redis, server, service, member } = world;
    const pipeline = redis.pipeline();
    for (let i = 0; i < 20_000; i++) pipeline.set(`big:${i}`, 'x'.repeat(1_000));
    await pipeline.exec();
    await redis.save();
    await server.kill();
    await member.hears('degraded');
    const running = server.run();
    await until('the log to say why', () => lines(world, 'LOADING').length > 0);
    await notReady(world, 'LOADING');
    await running;
    await member.hears('restored', 1, 30_000);
    await ready(service.url);
    expect(lines(world, 'LOADING').filter((line) => line.includes('commands'))).toHaveLength(1);
    expect([member.all('degraded').length, member.all('restored').length]).toEqual([1, 1]);
  }, 90_000);

  it.each(everything)(
    '%s is away: one degraded, slow retries, the reason in the log, one restored',
    async (_, { code, first = code, options, begin, end }) => {
      const world = await inUse(options);
      const { member } = world;
      await begin(world);
      await member.hears('degraded', 1, 5_000);
      await until('the log to say why', () => lines(world, code).length > 0);
      expect(lines(world, 'WARN')[0]).toContain(first);
      await notReady(world, code);
      expect((await get(`${world.service.url}/health`)).body).toMatchObject({
        status: 'degraded',
        redis: 'disconnected',
      });
      expect((await call(world, 'refused')).status).toBe(503);
      // Five attempts of two connections, with growing waits.
      const [before, begunAt] = [await connections(world), performance.now()];
      await until('some attempts', async () => (await connections(world)) >= before + 10, 20_000);
      expect(performance.now() - begunAt).toBeGreaterThan(700);
      expect(lines(world, code).filter((line) => line.includes('commands'))).toHaveLength(1);
      expect(lines(world, 'messages: ').length).toBeLessThanOrEqual(4);

      await end(world);
      await member.hears('restored', 1, 15_000);
      await ready(world.service.url);
      expect((await call(world, 'after')).status).toBe(200);
      await member.hears('message');
      expect(member.breaks).toEqual(['after']);
      expect([member.all('degraded').length, member.all('restored').length]).toEqual([1, 1]);
      expect(member.all('connected')).toHaveLength(1);
    },
    60_000,
  );

  const writes: [string, Trouble][] = [
    [
      'has no memory left',
      {
        code: 'OOM',
        begin: ({ redis }) => redis.config('SET', 'maxmemory', '1'),
        end: ({ redis }) => redis.config('SET', 'maxmemory', '0'),
      },
    ],
    [
      'lost the replicas that it must have',
      {
        code: 'NOREPLICAS',
        begin: ({ redis }) => redis.config('SET', 'min-replicas-to-write', '1'),
        end: ({ redis }) => redis.config('SET', 'min-replicas-to-write', '0'),
      },
    ],
    [
      'cannot save',
      {
        code: 'MISCONF',
        begin: async ({ redis }) => {
          const [, folder = ''] = await redis.config('GET', 'dir');
          // A folder in place of the file makes the save fail.
          await mkdir(join(folder, 'dump.rdb'));
          await redis.config('SET', 'save', '3600 1');
          await redis.bgsave();
          await until('the save to have failed', async () =>
            (await redis.info('persistence')).includes('rdb_last_bgsave_status:err'),
          );
        },
        end: ({ redis }) => redis.config('SET', 'stop-writes-on-bgsave-error', 'no'),
      },
    ],
    [
      'takes a right away',
      {
        code: 'NOPERM',
        begin: ({ redis }) => redis.call('ACL', 'SETUSER', 'default', '-zadd'),
        end: ({ redis }) => redis.call('ACL', 'SETUSER', 'default', '+@all'),
      },
    ],
  ];

  it.each(writes)(
    '%s keeps its streams, and is not ready: the reason is in the answer and in the log',
    async (_, { code, options, begin, end }) => {
      const world = await inUse(options);
      const { member, service } = world;
      expect((await call(world, 'before')).status).toBe(200);
      await begin(world);
      await notReady(world, code);
      expect(await get(`${service.url}/health`)).toMatchObject({
        status: 200,
        body: { status: 'degraded', redis: 'connected' },
      });
      expect((await scrape(service.url))['kyukei_store_writable']).toBe(0);
      expect(lines(world, code).filter((line) => line.includes('lease'))).toHaveLength(1);
      // A new member sees the current break.
      const other = await Member.join(cleanup, service.url, 'abc');
      expect((await other.hears('state')).data['phase']).toBe('on_break');

      await end(world);
      await ready(service.url);
      expect((await call(world, 'after')).status).toBe(200);
      await Promise.all([member.hears('message', 2), other.hears('message')]);
      expect(member.breaks).toEqual(['before', 'after']);
      expect([...member.all('degraded'), ...member.all('goodbye'), ...other.all('degraded')]).toEqual([]);
      expect(await reconnects(world)).toBe(0);
    },
    60_000,
  );
});
