import { describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RedisServer } from '../support/redis-server.js';
import { Service } from '../support/service.js';

interface Notice {
  readonly event: string;
  readonly rest_id: string;
  readonly ends_at: string;
  readonly id: string;
}

/**
 * In real time: a break lasts at least ten seconds. Runs alone, because the load of other tests would delay
 * the breaks.
 */
describe('timed breaks while processes are killed and started', () => {
  const cleanup = new Cleanup();
  const MEETINGS = Array.from({ length: 60 }, (_, i) => `meeting-${i}`);

  it('end exactly once and on time, even after all processes were killed', async () => {
    const { env } = await RedisServer.start(cleanup);
    const start = () => Service.startReady(cleanup, env);
    const first = await Promise.all([start(), start(), start()]);
    const of = (services: Service[], i: number) => services[i % services.length]?.url ?? '';
    await Promise.all(first.flatMap(({ url }) => MEETINGS.map((id) => Member.join(cleanup, url, id))));
    await Promise.all(
      MEETINGS.map((id, i) => post(`${of(first, i)}/api/meetings/${id}/rest`, { duration_seconds: 10 })),
    );
    await first[0].stop('SIGKILL');

    // Start two new processes, and kill all that know of the breaks.
    const second = await Promise.all([start(), start()]);
    await Promise.all(first.slice(1).map((service) => service.stop('SIGKILL')));
    const members = await Promise.all(
      MEETINGS.flatMap((id) => second.map(({ url }) => Member.join(cleanup, url, id))),
    );
    await Promise.all(members.map((member) => member.hears('rest_ended', 1, 15_000)));

    for (const [i, id] of MEETINGS.entries()) {
      const { events } = (await get(`${of(second, i)}/api/meetings/${id}/events`)).body as {
        events: Notice[];
      };
      expect(events.map(({ event }) => event)).toEqual(['meeting_started', 'rest_required', 'rest_ended']);
      const [, called, ended] = events;
      const lateMs = Number(ended?.id.split('-')[0]) - Date.parse(called?.ends_at ?? '');
      expect(lateMs).toBeGreaterThanOrEqual(0);
      expect(lateMs).toBeLessThan(250);
    }
    for (const member of members) expect(member.all('rest_ended')).toHaveLength(1);
  }, 60_000);
});
