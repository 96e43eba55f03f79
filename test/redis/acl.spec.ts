import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { get, post, put, remove } from '../support/api.js';
import { startApp, startReady } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { hasShardedChannels, RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';
import type { Env } from '../support/service.js';
import { until } from '../support/until.js';

const PASSWORD = 'correct-horse';
const LOGIN = { REDIS_USERNAME: 'kyukei', REDIS_PASSWORD: PASSWORD };

/**
 * Settings with a login. REDIS_URL is not used, because the user and the password have no effect beside it.
 */
const loginTo = ({ port }: RedisServer): Env => ({
  ...LOGIN,
  REDIS_HOST: '127.0.0.1',
  REDIS_PORT: String(port),
});

/** The ACL rule in docs/security.md; `sharded` = the additional rule for a Cluster of Redis 7. */
async function rule(which: 'all' | 'sharded' = 'all'): Promise<string[]> {
  const page = await readFile(new URL('../../docs/security.md', import.meta.url), 'utf8');
  const rules = [...page.matchAll(/```acl\nACL SETUSER ([^`]+)```/g)].map(([, text = '']) => text);
  return (rules[which === 'all' ? 0 : 1] ?? '').replace('<password>', PASSWORD).trim().split(/\s+/);
}

/** The names that a pattern captures in a text, each once. */
const namesIn = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = '']) => name)),
];

describe('a Redis user with only the documented permissions', () => {
  const cleanup = new Cleanup();

  async function restrict(redis: RedisServer): Promise<void> {
    await redis.client().call('ACL', 'SETUSER', ...(await rule()));
  }

  /** Exercises every use of Redis, and checks that Redis refused nothing. */
  async function expectEverythingToWork(redis: RedisServer, env: Env): Promise<void> {
    const login = { ...LOGIN, COMMANDS_PER_MINUTE: '1000', ...env };
    const [one, other] = await Promise.all([startReady(cleanup, login), startReady(cleanup, login)]);
    const meeting = `${one.url}/api/meetings/abc`;
    const leader = await Member.join(cleanup, one.url, 'abc', '&role=leader');
    const member = await Member.join(cleanup, other.url, 'abc', '&client_id=ann');
    await post(`${meeting}/start`);
    const answers = [await post(`${meeting}/break-requests`, { client_id: 'ann' })];
    await leader.hears('break_requested');
    answers.push(
      await put(`${meeting}/schedule`, { preset: 'uk-hse' }),
      await post(`${meeting}/schedule/snooze`),
      await post(`${meeting}/schedule/skip`),
      await remove(`${meeting}/schedule`),
      await post(`${meeting}/rest`, { duration_seconds: 600 }),
      await post(`${meeting}/rest/extend`, { seconds: 60 }),
      await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back', name: 'Ann' }),
      await get(`${meeting}/roster`),
      await post(`${meeting}/resume`),
      await get(meeting),
      await get(`${meeting}/status`),
      await get(`${meeting}/events?after=0-0`),
      await get(`${meeting}/history`),
      await post(`${meeting}/end`),
      await get(`${one.url}/health/ready`),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await member.hears('message');
    await leader.hears('all_back');
    await leader.hears('presence');
    await Promise.all([one.nest.close(), other.nest.close()]);
    // Redis logs refused commands. The service must not even try a command that it may not run.
    const refused = (await redis.client().call('ACL', 'LOG')) as unknown[];
    expect(refused).toEqual([]);
  }

  it('can do everything the service needs', async () => {
    const redis = await RedisServer.start(cleanup);
    await restrict(redis);
    await expectEverythingToWork(redis, loginTo(redis));
  });

  it('may run each command of the scripts, and a start checks the right to each', async () => {
    const folder = new URL('../../src/redis/lua/', import.meta.url);
    const scripts = await Promise.all(
      (await readdir(folder)).map((name) => readFile(new URL(name, folder), 'utf8')),
    );
    const start = await readFile(new URL('renewLease.lua', folder), 'utf8');
    const used = namesIn(scripts.join('\n'), /redis\.p?call\('(\w+)'/g);
    const checked = namesIn(start, /mustBeAllowed\('(\w+)'/g);
    const permitted = [...(await rule()), ...(await rule('sharded'))];
    expect(used).toContain('XADD');
    expect(used.filter((name) => !permitted.includes(`+${name.toLowerCase()}`))).toEqual([]);
    // Without the right to SPUBLISH, the service announces on the classic channel.
    expect(used.filter((name) => !checked.includes(name))).toEqual(['SPUBLISH']);
  });

  it('can do it with a prefix before each name', async () => {
    const redis = await RedisServer.start(cleanup);
    const prefixed = (await rule()).map((part) => part.replace(/(meeting|kyukei):/, 'one:$1:'));
    await redis.client().call('ACL', 'SETUSER', ...prefixed);
    await expectEverythingToWork(redis, { ...loginTo(redis), REDIS_PREFIX: 'one:' });
  });

  it('can do it in a Cluster', async () => {
    const cluster = await RedisCluster.start(cleanup);
    await Promise.all(cluster.nodes.map(restrict));
    const [node] = cluster.nodes;
    if (!node) throw new Error('a cluster without nodes');
    // Redis 6.2 does not know sharded channels.
    const sharded = (await hasShardedChannels(node)) ? await rule('sharded') : ['kyukei'];
    await Promise.all(cluster.nodes.map((each) => each.client().call('ACL', 'SETUSER', ...sharded)));
    await expectEverythingToWork(node, { REDIS_CLUSTER: cluster.addresses.join(',') });
  });

  describe('but for one', () => {
    const commands = ['publish', 'xadd', 'hset', 'set', 'expire', 'del', 'info'];
    const missing: [string, string, string[]][] = [
      ...commands.map((name): [string, string, string[]] => [`the command ${name}`, name, [`-${name}`]]),
      ['the channels', 'PUBLISH on meeting:*:rest', ['resetchannels']],
      ['the log and its like', '{meeting:*}:log', ['resetkeys', '~meeting:*', '~kyukei:*']],
      ['the states', 'meeting:*', ['resetkeys', '~{meeting:*', '~kyukei:*']],
    ];

    /** All data of the meeting in Redis except for the counts of members. */
    const stored = async (redis: Redis) => [
      await redis.hgetall('meeting:abc'),
      await redis.xrange('{meeting:abc}:log', '-', '+'),
      (await redis.keys('{meeting:abc}:[dhu]*')).sort(),
    ];

    it.each(missing)('%s is not ready, says why, and applies no command', async (_, named, taken) => {
      const redis = await RedisServer.start(cleanup);
      await restrict(redis);
      const root = redis.client();
      // A script cannot check its permissions in Redis 6.2 before its first write, so this holds for later
      // versions only.
      if (await root.eval('return redis.acl_check_cmd == nil', 0)) return;
      const { url } = await startReady(cleanup, loginTo(redis));
      const meeting = `${url}/api/meetings/abc`;
      expect((await post(`${meeting}/rest`)).status).toBe(200);
      const before = await stored(root);
      await root.call('ACL', 'SETUSER', 'kyukei', ...taken);
      const statuses = [
        await post(`${meeting}/rest`),
        await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back' }),
        await post(`${meeting}/end`),
      ].map(({ status }) => status);
      expect(statuses).toEqual([503, 503, 503]);
      expect(await stored(root)).toEqual(before);
      await until('it not to be ready', async () => {
        const { status, body } = await get(`${url}/health/ready`);
        return status === 503 && String(body['detail']).includes('NOPERM');
      });
      await restrict(redis);
      await until('it to be ready', async () => (await get(`${url}/health/ready`)).status === 200);
      expect((await post(`${meeting}/end`)).status).toBe(200);
    });

    it('that is missing from the start is not ready, and logs which', async () => {
      for (const name of ['publish', 'info', 'incr', 'multi', 'unsubscribe', 'zadd', 'time']) {
        const redis = await RedisServer.start(cleanup);
        const root = redis.client();
        const before7 = (await root.eval('return redis.acl_check_cmd == nil', 0)) !== null;
        if (before7 && name !== 'publish') continue;
        await root.call('ACL', 'SETUSER', ...(await rule()), `-${name}`);
        const { url, log } = await startApp(cleanup, loginTo(redis));
        await until(`the log to name ${name}`, () =>
          new RegExp(`NOPERM.*\\b${name}\\b`, 'i').test(log.output),
        );
        expect((await get(`${url}/health/ready`)).status).toBe(503);
      }
    });
  });

  it('cannot access anything else', async () => {
    const redis = await RedisServer.start(cleanup);
    await restrict(redis);
    const client = new Redis({ port: redis.port, username: 'kyukei', password: PASSWORD, protocol: 2 });
    cleanup.add(() => client.disconnect());
    await until('the connection', () => client.status === 'ready');
    for (const command of [
      'GET others',
      'SET others x',
      'DEL others',
      'HGETALL session:1',
      'XREVRANGE others:log + -',
      'PUBLISH others x',
      'SUBSCRIBE others',
      'SUBSCRIBE __keyspace@0__:x',
      'PSUBSCRIBE meeting:*',
      'KEYS *',
      'SCAN 0',
      'FLUSHALL',
      'FLUSHDB',
      'CONFIG GET *',
      'CONFIG SET dir /tmp',
      'ACL LIST',
      'ACL SETUSER kyukei +@all',
      'SHUTDOWN NOSAVE',
      'REPLICAOF 127.0.0.1 1',
      'MONITOR',
      'CLIENT LIST',
      'CLIENT KILL TYPE normal',
      'MIGRATE 127.0.0.1 1 meeting:a 0 1',
      'DUMP meeting:a',
      'SWAPDB 0 1',
      'SCRIPT FLUSH',
      'FUNCTION LIST',
      'MODULE LIST',
      'SAVE',
    ]) {
      const [name = '', ...args] = command.split(' ');
      expect([command, await client.call(name, ...args).catch(String)]).toEqual([
        command,
        // Redis 6.2 does not know functions.
        expect.stringMatching(name === 'FUNCTION' ? /NOPERM|unknown command/ : /NOPERM/),
      ]);
    }
    // Scripts have the permissions of the user that runs them.
    for (const script of ["return redis.call('GET', 'others')", "return redis.call('KEYS', '*')"])
      await expect(client.eval(script, 0)).rejects.toThrow(
        // The texts of Redis before 7.4 and since 7.4.
        /The user executing the script can't|ACL failure in script/,
      );
  });
});
