import { describe, expect, it } from '@jest/globals';
import { get, post, put } from '../support/api.js';
import { ready } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisServer } from '../support/redis-server.js';
import { Service } from '../support/service.js';
import { until } from '../support/until.js';

interface Logged {
  readonly id: string;
  readonly event: string;
  readonly timestamp: string;
  readonly ends_at: string;
}

const BREAKS = 250;
/** Breaks of several meetings at once keep three processes on two cores busy: the bound of 250 ms is measured elsewhere. */
const IN_TIME_MS = 1_000;
/** A planned break comes a minute after its schedule at the earliest; then its end, a minute later. */
const DEADLINE_MS = 150_000;

/** In real time, on a real Redis, with a process killed each few seconds: 250 planned breaks begin, and they and 250 called ones end. */
describe('three processes, of which one is killed again and again', () => {
  const cleanup = new Cleanup();

  it('begin and end each of 500 breaks exactly once', async () => {
    const { port } = await RedisServer.start(cleanup);
    const env = { REDIS_URL: `redis://127.0.0.1:${port}` };
    const start = async () => {
      const service = await Service.start(cleanup, env);
      await ready(service.url);
      return service;
    };
    const services = await Promise.all([start(), start(), start()]);
    const any = (i: number) => services[i % services.length]?.url ?? '';
    const meeting = (kind: string, i: number) => `${any(i)}/api/meetings/${kind}-${i}`;
    const all = Array.from({ length: BREAKS }, (_, i) => i);

    // The first process is never killed and hears everything; the second and the third take turns in dying.
    const steady = services[0].url;
    for (const kind of ['planned', 'called'])
      await Promise.all(all.map((i) => Member.join(cleanup, steady, `${kind}-${i}`)));
    const schedule = { every_minutes: 1, duration_minutes: 1, mode: 'auto', warn_seconds: 0 };
    for (const i of all) {
      await post(`${meeting('planned', i)}/start`);
      await put(`${meeting('planned', i)}/schedule`, schedule);
    }
    await Promise.all(
      all.map((i) => post(`${meeting('called', i)}/rest`, { duration_seconds: 45 + (i % 30) })),
    );

    let killed = 0;
    const killing = { on: true };
    const kill = (async () => {
      for (let turn = 1; killing.on; turn = turn === 1 ? 2 : 1) {
        await services[turn]?.stop('SIGKILL');
        killed++;
        services[turn] = await start();
        // Both look at the meetings, and would end their breaks.
        await Promise.all(
          all.map((i) => get(`${services[turn]?.url ?? ''}/api/meetings/called-${i}`).catch(() => undefined)),
        );
      }
    })();

    const log = async (kind: string, i: number) => {
      const { body } = await get(`${steady}/api/meetings/${kind}-${i}/events`);
      return (body as { events: Logged[] }).events;
    };
    const has = async (kind: string, event: string) =>
      (await Promise.all(all.map((i) => log(kind, i)))).every((events) =>
        events.some((one) => one.event === event),
      );
    await until('called breaks to end', () => has('called', 'rest_ended'), DEADLINE_MS);
    await until('planned breaks to end', () => has('planned', 'rest_ended'), DEADLINE_MS);
    killing.on = false;
    await kill;

    expect(killed).toBeGreaterThan(5);
    for (const i of all) {
      const called = await log('called', i);
      expect(called.map(({ event }) => event)).toEqual(['meeting_started', 'rest_required', 'rest_ended']);
      const [, begun, ended] = called;
      expect(ended?.timestamp).toBe(begun?.ends_at);
      expect(late(ended)).toBeLessThan(IN_TIME_MS);
      const planned = (await log('planned', i)).slice(0, 4);
      expect(planned.map(({ event }) => event)).toEqual([
        ...['meeting_started', 'schedule_changed', 'rest_required', 'rest_ended'],
      ]);
      expect(late(planned[2])).toBeLessThan(IN_TIME_MS);
      expect(late(planned[3])).toBeLessThan(IN_TIME_MS);
    }
  }, 240_000);
});

/** How long after its time a notice was logged. */
function late(notice: Logged | undefined): number {
  return Number(notice?.id.split('-')[0]) - Date.parse(notice?.timestamp ?? '');
}
