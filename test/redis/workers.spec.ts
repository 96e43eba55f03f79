import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisServer } from '../support/redis-server.js';
import { scrape } from '../support/scrape.js';
import { ready, Service } from '../support/service.js';
import { until } from '../support/until.js';

const MEMBERS = 12;
/** A member reconnects 2 to 5 s after its stream was cut; the rest is for a busy machine. */
const BACK_MS = 30_000;

/** `WORKERS=2`: two processes behind one port. All tests use one service; the last one stops it. */
describe('workers', () => {
  const cleanup = new Cleanup();
  const afterAll = new Cleanup('after all tests');
  let env: Record<string, string>;
  let service: Service;
  let metricsUrl: string;

  beforeAll(async () => {
    env = { ...(await RedisServer.start(afterAll)).env, WORKERS: '2' };
    service = await Service.start(afterAll, { ...env, METRICS_PORT: '0' });
    await until('both workers to listen', () => listening().length === 2);
    await ready(service.url);
    [, metricsUrl = ''] = /metrics of all workers: (\S+)\/metrics/.exec(service.output) ?? [];
  });

  /** Process ids of all workers that have listened, in order. */
  const listening = () => [...service.output.matchAll(/worker (\d+) listens/g)].map(([, pid]) => Number(pid));
  const runs = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  const join = (id: string) =>
    Promise.all(Array.from({ length: MEMBERS }, () => Member.join(cleanup, service.url, id)));
  const call = async (id: string, message: string) => {
    const body = JSON.stringify({ message });
    const answer = await fetch(`${service.url}/api/meetings/${id}/rest`, { method: 'POST', body });
    expect(answer.ok).toBe(true);
  };
  const series = async (name: string) =>
    Object.entries(await scrape(metricsUrl)).filter(([one]) => one.startsWith(`${name}{`));
  const replaced = async (cause: string) =>
    (await scrape(metricsUrl))[`kyukei_workers_replaced_total{cause="${cause}"}`] ?? 0;

  it('are scraped together, each with its label, and switch debug lines together', async () => {
    const members = await join('scraped');
    await Promise.all(members.map((member) => member.hears('state')));
    const open = await series('kyukei_streams_open');
    expect(open.map(([name]) => name).sort()).toEqual(
      [1, 2].map((id) => `kyukei_streams_open{worker="${id}"}`),
    );
    expect(open.reduce((sum, [, value]) => sum + value, 0)).toBe(MEMBERS);
    expect(await series('process_cpu_seconds_total')).toHaveLength(2);
    expect((await fetch(`${service.url}/metrics`)).status).toBe(404);

    service.process.kill('SIGUSR2');
    await until('all to say so', () => service.output.match(/LOG_LEVEL is now debug/g)?.length === 3);
  });

  it('are scraped without a hanging worker, which is replaced, and its members miss nothing', async () => {
    const members = await join('hung');
    await call('hung', 'first');
    await Promise.all(members.map((member) => member.hears('message')));
    const up = async () => (await series('kyukei_worker_up')).map(([, value]) => value);
    expect(await up()).toEqual([1, 1]);
    const ended = await replaced('ended');

    const had = listening();
    const [hung = 0] = had.slice(-2);
    process.kill(hung, 'SIGSTOP');
    // Kill it in any case: a stopped worker does not notice that its parent has ended.
    cleanup.add(() => {
      if (runs(hung)) process.kill(hung, 'SIGKILL');
    });
    const open = await series('kyukei_streams_open');
    expect(await up()).toEqual(expect.arrayContaining([0, 1]));
    expect(open).toHaveLength(1);
    await until('it to be killed', () => service.output.includes(`worker ${hung} has not answered`), BACK_MS);
    await until('another worker', () => listening().length === had.length + 1, BACK_MS);
    await until('both to be there', async () => (await up()).join() === '1,1', BACK_MS);
    expect([await replaced('hung'), await replaced('ended')]).toEqual([1, ended]);
    await until('somebody to take the break', () => call('hung', 'second').then(() => true));
    await until('all to have heard it', () => members.every(({ breaks }) => breaks.length >= 2), BACK_MS);
    for (const { breaks } of members) expect(breaks).toEqual(['first', 'second']);
  }, 120_000);

  it("share the members, replace a worker that dies, and lose none of its members' notices", async () => {
    const members = await join('shared');
    await call('shared', 'first');
    await Promise.all(members.map((member) => member.hears('message')));

    const had = listening();
    const [first, second] = had.slice(-2);
    process.kill(first ?? 0, 'SIGKILL');
    await until('another worker', () => listening().length === had.length + 1, BACK_MS);
    expect(service.output).toContain(`worker ${first} ended (SIGKILL)`);
    expect(runs(second ?? 0)).toBe(true);
    await until('somebody to take the break', () => call('shared', 'second').then(() => true));
    await until('all to have heard it', () => members.every(({ breaks }) => breaks.length >= 2), BACK_MS);

    for (const { breaks } of members) expect(breaks).toEqual(['first', 'second']);
    const reconnected = members.filter((member) => member.all('connected').length === 2).length;
    expect(reconnected).toBeGreaterThan(0);
    expect(reconnected).toBeLessThan(MEMBERS);
    for (const member of members) {
      expect(member.all('state').every(({ data }) => data['resync'] === false)).toBe(true);
    }
  });

  it('exit at once with the reason when the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    cleanup.add(() => taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const other = await Service.spawn(cleanup, { ...env, PORT: String(port) });
    expect(await other.exited()).toBe(1);
    expect(other.output).toContain(`Port ${port} is taken`);
  });

  it('all send their goodbyes on SIGTERM and exit', async () => {
    const members = await join('leaving');
    expect(await service.stop('SIGTERM')).toBe(0);
    for (const member of members)
      expect((await member.hears('goodbye')).data['reason']).toBe('shutting_down');
    expect(listening().filter(runs)).toEqual([]);
  });
});
