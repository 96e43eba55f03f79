import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { callBreak, post } from '../support/api.js';
import { startReady } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { MASTER_NAME, WatchedRedis } from '../support/redis-sentinel.js';
import { RedisServer } from '../support/redis-server.js';
import { Service, type Env } from '../support/service.js';
import { until } from '../support/until.js';

/** The same service on every kind of Redis: a break called on one process reaches a member on another. */
describe('the service works with', () => {
  const cleanup = new Cleanup();

  async function expectBreaksToArrive(
    env: Env,
    start: (cleanup: Cleanup, env: Env) => Promise<{ url: string }> = startReady,
  ): Promise<void> {
    const [one, other] = await Promise.all([start(cleanup, env), start(cleanup, env)]);
    // Several meetings, so that each node of a Cluster has some.
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const member = await Member.join(cleanup, one.url, id);
      await post(`${other.url}/api/meetings/${id}/rest`);
      await member.hears('message');
    }
  }

  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'kyukei-'));
    cleanup.add(() => rm(path, { recursive: true }));
    return path;
  }

  it('an ACL user with a password', async () => {
    const redis = await RedisServer.start(cleanup, ['--user', 'kyukei', 'on', '>p#w d', '~*', '&*', '+@all']);
    await expectBreaksToArrive({
      REDIS_HOST: 'localhost',
      REDIS_PORT: String(redis.port),
      REDIS_USERNAME: 'kyukei',
      REDIS_PASSWORD: 'p#w d',
    });
  });

  it('a database number', async () => {
    const { env } = await RedisServer.start(cleanup);
    await expectBreaksToArrive({ REDIS_URL: `${env.REDIS_URL}/7` });
  });

  it('TLS', async () => {
    const at = await folder();
    const [key, cert] = [join(at, 'key.pem'), join(at, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject],
      {
        stdio: 'ignore',
      },
    );
    const plain = await RedisServer.prepare(cleanup);
    const tls = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no'];
    await RedisServer.start(cleanup, ['--tls-port', String(plain.port), ...tls]);
    const env = { REDIS_URL: `rediss://localhost:${plain.port}` };
    // A separate process, because Node reads these certificates at its start.
    const trusting = (cleanup: Cleanup, env: Env) =>
      Service.startReady(cleanup, { ...env, NODE_EXTRA_CA_CERTS: cert });
    await expectBreaksToArrive(env, trusting);
    // The certificate is not signed by a trusted authority.
    const doubtful = await Service.start(cleanup, env);
    await until('the refusal', () => doubtful.output.includes('self-signed certificate'));
    expect((await fetch(`${doubtful.url}/health/ready`)).status).toBe(503);
  });

  it('Sentinel, even when the master dies', async () => {
    const redis = await WatchedRedis.start(cleanup);
    const env = { REDIS_SENTINELS: redis.sentinels.join(','), REDIS_SENTINEL_NAME: MASTER_NAME };
    await expectBreaksToArrive(env);
    const { url } = await startReady(cleanup, env);
    const member = await Member.join(cleanup, url, 'abc');
    await callBreak(url, 'abc', 'before');
    await member.hears('message');
    await redis.replicated();
    await redis.failover();
    await callBreak(url, 'abc', 'after');
    await member.hears('message', 2);
    await member.hears('restored');
    expect(member.breaks).toEqual(['before', 'after']);
    expect(member.all('connected')).toHaveLength(1);
  }, 60_000);

  describe('Cluster', () => {
    const ids = Array.from({ length: 12 }, (_, i) => `meeting-${i}`);

    it('and uses all its nodes', async () => {
      const cluster = await RedisCluster.start(cleanup);
      await expectBreaksToArrive({ REDIS_CLUSTER: cluster.addresses.join(',') });
    });

    it('and loses and repeats nothing while slots move', async () => {
      const cluster = await RedisCluster.start(cleanup);
      const { url } = await startReady(cleanup, { REDIS_CLUSTER: cluster.addresses.join(',') });
      const members = await Promise.all(ids.map((id) => Member.join(cleanup, url, id)));
      const moving = { on: true };
      const called: string[] = [];
      const calling = (async () => {
        for (let i = 0; moving.on; i++) {
          for (const id of ids) await callBreak(url, id, String(i));
          called.push(String(i));
        }
      })();
      // Move each meeting to another node, twice.
      for (const id of [...ids, ...ids]) await cluster.moveSlotOf(`meeting:${id}`);
      moving.on = false;
      await calling;
      for (const member of members) {
        await until('the last break', () => member.breaks.at(-1) === called.at(-1));
        expect(member.breaks).toEqual(called);
        // A busy machine may answer late; then each `degraded` must be followed by a `restored`.
        await until('it to be over', () => member.all('restored').length === member.all('degraded').length);
      }
      expect(await cluster.timesAnswered('MOVED')).toBeGreaterThan(0);
      expect(await cluster.timesAnswered('ASK|TRYAGAIN')).toBeGreaterThan(0);
    }, 60_000);

    it('and serves the meetings of the other nodes when a node dies, whichever carried the messages', async () => {
      const cluster = await RedisCluster.start(cleanup);
      const { url } = await startReady(cleanup, { REDIS_CLUSTER: cluster.addresses.join(',') });
      const members = await Promise.all(ids.map((id) => Member.join(cleanup, url, id)));
      // The first node in the list carries the subscriptions.
      await cluster.nodes[0]?.kill();
      await Promise.all(members.map((member) => member.hears('degraded')));
      const call = (id: string) => post(`${url}/api/meetings/${id}/rest`, { message: 'after' });
      const statuses = await until('the cluster to have noticed', async () => {
        const all = await Promise.all(ids.map(async (id) => (await call(id)).status));
        return all.includes(200) ? all : undefined;
      });
      const alive = members.filter((_, i) => statuses[i] === 200);
      expect(alive.length).toBeGreaterThan(3);
      expect(alive.length).toBeLessThan(ids.length);
      await Promise.all(alive.flatMap((member) => [member.hears('message'), member.hears('restored')]));
    }, 60_000);
  });
});
