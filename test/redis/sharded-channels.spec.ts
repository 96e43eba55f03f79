import { describe, expect, it } from '@jest/globals';
import { callBreak } from '../support/api.js';
import { startReady, type App } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisCluster } from '../support/redis-cluster.js';
import type { RedisServer } from '../support/redis-server.js';
import { until } from '../support/until.js';

describe('sharded channels of a Cluster', () => {
  const cleanup = new Cleanup();
  // Enough meetings for each master to have some.
  const ids = Array.from({ length: 12 }, (_, i) => `meeting-${i}`);

  const settings = ({ addresses }: RedisCluster, classic: 'on' | 'off') => ({
    REDIS_CLUSTER: addresses.join(','),
    REDIS_CLUSTER_CLASSIC_CHANNEL: classic,
  });
  const join = ({ url }: App) => Promise.all(ids.map((id) => Member.join(cleanup, url, id)));

  async function call({ url }: App, message: string, meetings = ids): Promise<void> {
    for (const id of meetings) await callBreak(url, id, message, 30_000);
  }
  const hear = (members: readonly Member[], message: string) =>
    Promise.all(
      members.map((member) => until(`${message} to be heard`, () => member.breaks.includes(message))),
    );

  /** Number of PUBLISH and SPUBLISH commands on all nodes. */
  async function published(nodes: readonly RedisServer[]) {
    const stats = await Promise.all(nodes.map((node) => node.client().info('commandstats')));
    const sum = (name: string) =>
      stats.reduce(
        (all, text) => all + Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(text)?.[1] ?? 0),
        0,
      );
    return { classic: sum('publish'), sharded: sum('spublish') };
  }

  /** Number of notices that were read from the log, because their message was missing. */
  async function repaired({ url }: App): Promise<number> {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(/^kyukei_notices_repaired_total (\d+)$/m.exec(text)?.[1]);
  }

  /**
   * Checks that later breaks arrive as messages, without a read of the log. Members have got "before" and
   * "after" already.
   */
  async function hearsLaterWithoutTheLog(app: App, members: readonly Member[]): Promise<void> {
    const before = await repaired(app);
    await call(app, 'later');
    await hear(members, 'later');
    expect(await repaired(app)).toBe(before);
    for (const member of members) expect(member.breaks).toEqual(['before', 'after', 'later']);
  }

  /** Whether the channel of each meeting is subscribed to on the node that has its slot. */
  async function subscribed(nodes: readonly RedisServer[]): Promise<boolean> {
    const channels = await Promise.all(nodes.map((node) => node.client().call('PUBSUB', 'SHARDCHANNELS')));
    return new Set(channels.flat()).size === ids.length;
  }

  it('carry breaks without classic ones, to every process, each once', async () => {
    const cluster = await RedisCluster.start(cleanup);
    const apps = await Promise.all([1, 2].map(() => startReady(cleanup, settings(cluster, 'off'))));
    const [one, other] = apps as [App, App];
    const members = [...(await join(one)), ...(await join(other))];
    await until('the subscriptions', () => subscribed(cluster.nodes));
    const before = await published(cluster.nodes);
    for (const message of ['tea', 'coffee']) {
      await call(one, message);
      await hear(members, message);
    }
    for (const member of members) expect(member.breaks).toEqual(['tea', 'coffee']);
    const after = await published(cluster.nodes);
    // Each break is two notices, because it ends the one before.
    expect(after.sharded - before.sharded).toBe(ids.length * 4);
    expect(after.classic - before.classic).toBe(0);
    expect([await repaired(one), await repaired(other)]).toEqual([0, 0]);
  }, 60_000);

  it('are published to beside the classic ones, which earlier versions and other programs hear', async () => {
    const cluster = await RedisCluster.start(cleanup);
    const app = await startReady(cleanup, settings(cluster, 'on'));
    const members = await join(app);
    await until('the subscriptions', () => subscribed(cluster.nodes));
    const program = cluster.nodes[1]?.client();
    const heard: string[] = [];
    program?.on('message', (channel) => heard.push(channel));
    await program?.subscribe(...ids.map((id) => `meeting:${id}:rest`));
    await call(app, 'tea');
    await hear(members, 'tea');
    await until('the program to hear each break', () =>
      ids.every((id) => heard.filter((channel) => channel === `meeting:${id}:rest`).length >= 1),
    );
    // The service also gets messages of other programs.
    const foreign = { event: 'rest_required', message: 'foreign', timestamp: new Date().toISOString() };
    for (const id of ids)
      await cluster.nodes[2]
        ?.client()
        .publish(`meeting:${id}:rest`, JSON.stringify({ ...foreign, meeting_id: id }));
    await hear(members, 'foreign');
    for (const member of members) expect(member.breaks).toEqual(['tea', 'foreign']);
  }, 60_000);

  it.each([
    ['to them', ['-ssubscribe', '-spublish']],
    ['to listen to them', ['-ssubscribe']],
  ])(
    'give way to the classic ones when the user has no right %s',
    async (_, rights) => {
      const cluster = await RedisCluster.start(cleanup);
      const user = ['kyukei', 'on', '>secret', '~*', '&*', '+@all', ...rights];
      await Promise.all(cluster.nodes.map((node) => node.client().call('ACL', 'SETUSER', ...user)));
      const login = { REDIS_USERNAME: 'kyukei', REDIS_PASSWORD: 'secret' };
      const app = await startReady(cleanup, { ...settings(cluster, 'off'), ...login });
      const members = await join(app);
      await until('the log to say so', () =>
        app.log.output.includes('sharded channels cannot be used (NOPERM'),
      );
      await call(app, 'tea');
      await hear(members, 'tea');
      expect(await repaired(app)).toBe(0);
      expect((await published(cluster.nodes)).sharded).toBe(0);
    },
    60_000,
  );

  it('are followed where their slots move', async () => {
    const cluster = await RedisCluster.start(cleanup);
    const app = await startReady(cleanup, settings(cluster, 'off'));
    const members = await join(app);
    await call(app, 'before');
    await hear(members, 'before');
    const owners = async () =>
      Promise.all(
        ids.map(async (id) => {
          const asked = cluster.nodes.map((node) =>
            node.client().call('PUBSUB', 'SHARDNUMSUB', `{meeting:${id}}:rest`),
          );
          return (await Promise.all(asked)).findIndex((answer) => (answer as [string, number])[1] === 1);
        }),
      );
    const first = await owners();
    expect(first).not.toContain(-1);

    for (const id of ids) await cluster.moveSlotOf(`meeting:${id}`);
    await call(app, 'after');
    await hear(members, 'after');
    await until('each subscription to be on another node', async () => {
      const now = await owners();
      return now.every((owner, i) => owner !== -1 && owner !== first[i]);
    });

    await hearsLaterWithoutTheLog(app, members);
  }, 90_000);

  it('are heard again after their master died and a replica took over', async () => {
    const cluster = await RedisCluster.start(cleanup, { replicas: 1 });
    const app = await startReady(cleanup, settings(cluster, 'off'));
    const members = await join(app);
    await call(app, 'before');
    await hear(members, 'before');
    const roles = await Promise.all(cluster.nodes.map((node) => node.client().info('replication')));
    // A master without the classic subscriptions, because losing those affects all meetings.
    const masters = cluster.nodes.filter((_, i) => roles[i]?.includes('role:master'));
    const dying = masters.at(-1);
    await dying?.kill();
    const left = cluster.nodes.filter((node) => node !== dying);
    await call(app, 'after');
    await hear(members, 'after');
    await until('the subscriptions', () => subscribed(left), 30_000);
    // Its connection is kept until another node has the slots: it waits between attempts, and says each reason once.
    const complaints = app.log.output
      .split('\n')
      .filter((line) => line.includes(`messages of 127.0.0.1:${dying?.port}: not connected`));
    expect(new Set(complaints).size).toBe(complaints.length);

    await hearsLaterWithoutTheLog(app, members);
  }, 90_000);
});
