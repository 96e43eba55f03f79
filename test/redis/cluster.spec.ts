import { describe, expect, it } from '@jest/globals';
import { callBreak, get, post } from '../support/api.js';
import { startApp, startReady } from '../support/app.js';
import { certificateFor } from '../support/certificates.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisCluster, type ClusterTls } from '../support/redis-cluster.js';
import type { RedisServer } from '../support/redis-server.js';
import { ready, Service } from '../support/service.js';
import { until } from '../support/until.js';

describe('a Cluster', () => {
  const cleanup = new Cleanup();
  const ids = Array.from({ length: 12 }, (_, i) => `meeting-${i}`);

  const join = (url: string) => Promise.all(ids.map((id) => Member.join(cleanup, url, id)));

  async function callEverywhere(url: string, message: string): Promise<void> {
    for (const id of ids) await callBreak(url, id, message, 20_000);
  }
  const hear = (members: Member[], message: string) =>
    Promise.all(
      members.map((member) => until(`${message} to be heard`, () => member.breaks.includes(message))),
    );

  it("configured by one node survives that node's permanent failure: another node carries the subscriptions", async () => {
    const cluster = await RedisCluster.start(cleanup, { replicas: 1 });
    const { url } = await startReady(cleanup, { REDIS_CLUSTER: cluster.addresses[0] ?? '' });
    const members = await join(url);
    await callEverywhere(url, 'before');
    await hear(members, 'before');

    await cluster.nodes[0]?.kill();
    await Promise.all(members.map((member) => member.hears('degraded')));
    await Promise.all(members.map((member) => member.hears('restored', 1, 20_000)));
    await callEverywhere(url, 'after');
    await hear(members, 'after');
    await ready(url);
    for (const member of members) {
      expect([member.all('degraded').length, member.all('restored').length]).toEqual([1, 1]);
      expect(member.all('goodbye')).toEqual([]);
    }

    // Cut every connection again, while the only node that the settings name is still down.
    for (const node of cluster.nodes.slice(1)) {
      const client = node.client();
      await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    }
    await callEverywhere(url, 'later');
    await hear(members, 'later');
    await ready(url);
  }, 90_000);

  it('does not deliver messages of a node that has left it', async () => {
    const cluster = await RedisCluster.start(cleanup, { replicas: 1 });
    // Remove a replica, so that no slots change.
    const roles = await Promise.all(cluster.nodes.map((node) => node.client().info('replication')));
    const replica = roles.findIndex((info) => info.includes('role:slave'));
    const { url } = await startReady(cleanup, { REDIS_CLUSTER: cluster.addresses[replica] ?? '' });
    const members = await join(url);
    const left = cluster.nodes[replica];
    const others = cluster.nodes.filter((node) => node !== left);
    const listeners = async () => (await left?.client().pubsub('CHANNELS', 'meeting:*')) as string[];
    expect(await listeners()).toHaveLength(ids.length);
    const id = String(await left?.client().cluster('MYID'));
    await left?.client().cluster('RESET');
    for (const node of others) await node.client().cluster('FORGET', id);
    await until('the subscriptions to move', async () => (await listeners()).length === 0, 20_000);
    await Promise.all(members.map((member) => member.hears('restored', 1, 20_000)));
    await callEverywhere(url, 'after');
    await hear(members, 'after');
  }, 90_000);

  it('is found again after the only node that answered has left it and knows no other node', async () => {
    const cluster = await RedisCluster.start(cleanup, { replicas: 1 });
    const roles = await Promise.all(cluster.nodes.map((node) => node.client().info('replication')));
    const replica = roles.findIndex((info) => info.includes('role:slave'));
    const { url } = await startReady(cleanup, { REDIS_CLUSTER: cluster.addresses[replica] ?? '' });
    const members = await join(url);
    const left = cluster.nodes[replica];
    const others = cluster.nodes.filter((node) => node !== left);
    const id = String(await left?.client().cluster('MYID'));
    await left?.client().cluster('RESET');
    for (const node of others) await node.client().cluster('FORGET', id);
    // Redis 6.2 counts all subcommands together.
    const timesAsked = async () =>
      Number(
        /cmdstat_cluster(?:\|slots)?:calls=(\d+)/.exec(
          (await left?.client().info('commandstats')) ?? '',
        )?.[1] ?? 0,
      );
    const before = await timesAsked();
    for (const node of others) node.freeze();
    await until('the node that left to be asked', async () => (await timesAsked()) > before, 30_000);
    await Promise.all(members.map((member) => member.hears('degraded')));
    for (const node of others) node.thaw();
    await Promise.all(members.map((member) => member.hears('restored', 1, 30_000)));
    await callEverywhere(url, 'after');
    await hear(members, 'after');
  }, 120_000);

  it("with one hanging node reports that node's meetings as degraded, and serves the others", async () => {
    const cluster = await RedisCluster.start(cleanup);
    const { url } = await Service.start(cleanup, { REDIS_CLUSTER: cluster.addresses.join(',') });
    await ready(url);
    const members = await join(url);
    await callEverywhere(url, 'before');
    await hear(members, 'before');
    const listens = async (node: RedisServer) =>
      ((await node.client().pubsub('CHANNELS', 'meeting:*')) as string[]).length > 0;
    const listening = await Promise.all(cluster.nodes.map(listens));
    // A node without the subscriptions, because losing those affects all meetings.
    const hanging = cluster.nodes[listening.indexOf(false)];
    const client = hanging?.client();
    const isHere = async (id: string) => (await client?.exists(`meeting:${id}`).catch(() => 0)) === 1;
    const here = await Promise.all(ids.map(isHere));
    const of = (hangs: boolean) => members.filter((_, i) => here[i] === hangs);
    hanging?.freeze();
    await Promise.all(
      of(false).map(async (member, i) => {
        const id = ids.filter((_, place) => !here[place])[i];
        expect((await post(`${url}/api/meetings/${id}/rest`, { message: 'meanwhile' })).status).toBe(200);
        await until('the break to be heard', () => member.breaks.includes('meanwhile'));
      }),
    );
    const hung = ids[here.indexOf(true)];
    expect((await post(`${url}/api/meetings/${hung}/rest`, { message: 'refused' })).status).toBe(503);
    await Promise.all(of(true).map((member) => member.hears('degraded', 1, 8_000)));
    hanging?.thaw();
    await Promise.all(of(true).map((member) => member.hears('restored', 1, 20_000)));
    await callEverywhere(url, 'after');
    await hear(members, 'after');
    expect(of(false).flatMap((member) => member.all('degraded'))).toEqual([]);
    expect(members.flatMap((member) => member.all('goodbye'))).toEqual([]);
  }, 90_000);

  it('may hang at the target of a slot that moves, and the process goes on', async () => {
    const cluster = await RedisCluster.start(cleanup);
    const service = await Service.startReady(cleanup, { REDIS_CLUSTER: cluster.addresses.join(',') });
    const meeting = (id: string) => `${service.url}/api/meetings/${id}/rest`;
    await join(service.url);
    const { target, source } = await cluster.beginToMoveSlotOf('meeting:new');
    target.freeze();
    expect((await post(meeting('new'))).status).toBe(503);
    expect(await source.client().info('errorstats')).toContain('errorstat_ASK');
    await until('the hanging node to be given up', () =>
      service.output.includes(`messages of 127.0.0.1:${target.port}: not connected`),
    );
    await until('the meetings of other nodes', async () => {
      const answers = await Promise.all(ids.map((id) => post(meeting(id))));
      return answers.some(({ status }) => status === 200);
    });
    expect(service.process.exitCode).toBeNull();
  }, 60_000);

  it('is not ready if only REDIS_URL names one of its nodes, and says what to set', async () => {
    const cluster = await RedisCluster.start(cleanup);
    // Each node, because the result must not depend on its slots.
    for (const node of cluster.nodes) {
      const { url, log } = await startApp(cleanup, node.env);
      await until('the log to say why', () => /CROSSSLOT.*REDIS_CLUSTER/.test(log.output));
      await until('it not to be ready', async () => {
        const { status, body } = await get(`${url}/health/ready`);
        return status === 503 && String(body['detail']).includes('CROSSSLOT');
      });
      for (const id of ids) expect((await post(`${url}/api/meetings/${id}/rest`)).status).toBe(503);
    }
    for (const node of cluster.nodes) expect(await node.client().dbsize()).toBe(0);
  }, 60_000);

  describe('with TLS', () => {
    async function encrypted(names: string[], ...options: string[]): Promise<[RedisCluster, ca: string]> {
      const { key, cert, ca } = await certificateFor(cleanup, ...names);
      const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', ca];
      const tls: ClusterTls = {
        server: [...files, '--tls-auth-clients', 'no', '--tls-cluster', 'yes', ...options],
        cli: ['--tls', '--cacert', ca],
      };
      return [await RedisCluster.start(cleanup, { tls }), ca];
    }
    const named = ({ addresses }: RedisCluster) =>
      addresses.map((address) => address.replace('127.0.0.1', 'localhost')).join(',');

    async function expectItToWork(cluster: RedisCluster, ca: string): Promise<void> {
      const env = { REDIS_CLUSTER: named(cluster), REDIS_TLS: 'on', NODE_EXTRA_CA_CERTS: ca };
      const { url } = await Service.startReady(cleanup, env);
      const members = await join(url);
      await callEverywhere(url, 'tea');
      await hear(members, 'tea');
    }

    it('works with certificates for the host names that its nodes announce', async () => {
      const announced = [
        '--cluster-announce-hostname',
        'localhost',
        '--cluster-preferred-endpoint-type',
        'hostname',
      ];
      await expectItToWork(...(await encrypted(['DNS:localhost'], ...announced)));
    }, 60_000);

    it('works with certificates for the configured host names when its nodes announce addresses', async () => {
      await expectItToWork(...(await encrypted(['DNS:localhost'])));
    }, 60_000);

    it('reports a certificate for another name', async () => {
      const [cluster, ca] = await encrypted(['DNS:elsewhere.example']);
      const env = { REDIS_CLUSTER: named(cluster), REDIS_TLS: 'on', NODE_EXTRA_CA_CERTS: ca };
      const service = await Service.start(cleanup, env);
      await until('the log to say so', () =>
        service.output.includes("Host: localhost. is not in the cert's altnames"),
      );
      expect((await fetch(`${service.url}/health/ready`)).status).toBe(503);
    }, 60_000);
  });
});
