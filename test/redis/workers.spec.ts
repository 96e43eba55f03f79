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
/** A member comes back 2 to 5 s after its stream was cut, on a busy machine. */
const BACK_MS = 30_000;

/** `WORKERS=2`: two processes behind one port. */
describe('workers', () => {
  const cleanup = new Cleanup();
  const afterAll = new Cleanup('after all tests');
  let env: Record<string, string>;

  beforeAll(async () => {
    env = { ...(await RedisServer.start(afterAll)).env, WORKERS: '2' };
  });

  const listening = ({ output }: Service) =>
    [...output.matchAll(/worker (\d+) listens/g)].map(([, pid]) => Number(pid));
  const runs = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  async function start(more = {}): Promise<Service> {
    const service = await Service.start(cleanup, { ...env, ...more });
    await until('both workers to listen', () => listening(service).length === 2);
    await ready(service.url);
    return service;
  }

  const call = async ({ url }: Service, message: string) => {
    const body = JSON.stringify({ message });
    const answer = await fetch(`${url}/api/meetings/abc/rest`, { method: 'POST', body });
    expect(answer.ok).toBe(true);
  };

  it("share the members, replace a worker that dies, and lose none of its members' notices", async () => {
    const service = await start();
    const members = await Promise.all(
      Array.from({ length: MEMBERS }, () => Member.join(cleanup, service.url, 'abc')),
    );
    await call(service, 'first');
    await Promise.all(members.map((member) => member.hears('message')));

    const [first, second] = listening(service);
    process.kill(first ?? 0, 'SIGKILL');
    await until('another worker', () => listening(service).length === 3, BACK_MS);
    expect(service.output).toContain(`worker ${first} ended (SIGKILL)`);
    expect(runs(second ?? 0)).toBe(true);
    await until('somebody to take the break', () => call(service, 'second').then(() => true));
    await until('all to have heard it', () => members.every(({ breaks }) => breaks.length >= 2), BACK_MS);

    for (const { breaks } of members) expect(breaks).toEqual(['first', 'second']);
    const reconnected = members.filter((member) => member.all('connected').length === 2).length;
    expect(reconnected).toBeGreaterThan(0);
    expect(reconnected).toBeLessThan(MEMBERS);
    for (const member of members) {
      expect(member.all('state').every(({ data }) => data['resync'] === false)).toBe(true);
    }
  });

  it('all send their goodbyes on SIGTERM and exit', async () => {
    const service = await start();
    const members = await Promise.all(
      Array.from({ length: MEMBERS }, () => Member.join(cleanup, service.url, 'abc')),
    );
    expect(await service.stop('SIGTERM')).toBe(0);
    for (const member of members)
      expect((await member.hears('goodbye')).data['reason']).toBe('shutting_down');
    expect(listening(service).filter(runs)).toEqual([]);
  });

  it('are scraped together, each with its label, and switch debug lines together', async () => {
    const service = await start({ METRICS_PORT: '0' });
    const members = await Promise.all(
      Array.from({ length: MEMBERS }, () => Member.join(cleanup, service.url, 'abc')),
    );
    await Promise.all(members.map((member) => member.hears('state')));
    const [, place = ''] = /metrics of all workers: (\S+)\/metrics/.exec(service.output) ?? [];
    const series = Object.entries(await scrape(place));
    const open = series.filter(([name]) => name.startsWith('kyukei_streams_open{'));
    expect(open.map(([name]) => name).sort()).toEqual(
      [1, 2].map((id) => `kyukei_streams_open{worker="${id}"}`),
    );
    expect(open.reduce((sum, [, value]) => sum + value, 0)).toBe(MEMBERS);
    expect(series.filter(([name]) => name.startsWith('process_cpu_seconds_total{'))).toHaveLength(2);
    expect((await fetch(`${service.url}/metrics`)).status).toBe(404);

    service.process.kill('SIGUSR2');
    await until('all to say so', () => service.output.match(/LOG_LEVEL is now debug/g)?.length === 3);
    expect(await service.stop()).toBe(0);
  });

  it('are scraped without a hanging worker, which is replaced, and its members miss nothing', async () => {
    const service = await start({ METRICS_PORT: '0' });
    const members = await Promise.all(
      Array.from({ length: MEMBERS }, () => Member.join(cleanup, service.url, 'abc')),
    );
    await call(service, 'first');
    await Promise.all(members.map((member) => member.hears('message')));
    const [, place = ''] = /metrics of all workers: (\S+)\/metrics/.exec(service.output) ?? [];
    const up = async () => {
      const series = Object.entries(await scrape(place));
      return series.filter(([name]) => name.startsWith('kyukei_worker_up')).map(([, value]) => value);
    };
    expect(await up()).toEqual([1, 1]);

    const [hung = 0] = listening(service);
    process.kill(hung, 'SIGSTOP');
    // Also when the process above it is killed: a stopped one does not notice.
    cleanup.add(() => {
      if (runs(hung)) process.kill(hung, 'SIGKILL');
    });
    const scraped = await scrape(place);
    expect(await up()).toEqual(expect.arrayContaining([0, 1]));
    const open = Object.entries(scraped).filter(([name]) => name.startsWith('kyukei_streams_open{'));
    expect(open).toHaveLength(1);
    await until('it to be killed', () => service.output.includes(`worker ${hung} has not answered`), BACK_MS);
    await until('another worker', () => listening(service).length === 3, BACK_MS);
    await until('both to be there', async () => (await up()).join() === '1,1', BACK_MS);
    expect(await scrape(place)).toMatchObject({
      'kyukei_workers_replaced_total{cause="hung"}': 1,
      'kyukei_workers_replaced_total{cause="ended"}': 0,
    });
    await until('somebody to take the break', () => call(service, 'second').then(() => true));
    await until('all to have heard it', () => members.every(({ breaks }) => breaks.length >= 2), BACK_MS);
    for (const { breaks } of members) expect(breaks).toEqual(['first', 'second']);
    expect(await service.stop()).toBe(0);
  }, 120_000);

  it('exit at once with the reason when the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    cleanup.add(() => taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const other = await Service.spawn(cleanup, { ...env, PORT: String(port) });
    expect(await other.exited()).toBe(1);
    expect(other.output).toContain(`Port ${port} is taken`);
  });
});
