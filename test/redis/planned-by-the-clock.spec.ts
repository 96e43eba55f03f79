import { describe, expect, it } from '@jest/globals';
import { get, post, put } from '../support/api.js';
import { startReady, type App } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ManualClock } from '../support/manual-clock.js';
import { Member } from '../support/member.js';
import { RedisServer } from '../support/redis-server.js';

const MINUTE_MS = 60_000;
const BREAK_MINUTES = 5;
/** Shorter than a break, so that no step skips one. */
const STEP_MS = 4 * MINUTE_MS;

interface Planned {
  readonly at: readonly string[];
  readonly time_zone: string;
  /** Expected times of the breaks, in UTC. */
  readonly come: readonly string[];
}

/**
 * Clocks in Europe go forward, so that 02:30 does not exist in Berlin; clocks in the other zones do not
 * change.
 */
const SPRING: readonly Planned[] = [
  { at: ['02:30'], time_zone: 'Europe/Berlin', come: ['2026-03-29T01:00:00.000Z'] },
  {
    at: ['01:30', '03:15'],
    time_zone: 'Europe/London',
    come: ['2026-03-29T01:00:00.000Z', '2026-03-29T02:15:00.000Z'],
  },
  {
    at: ['08:45', '10:00'],
    time_zone: 'Asia/Tokyo',
    come: ['2026-03-28T23:45:00.000Z', '2026-03-29T01:00:00.000Z'],
  },
  { at: ['20:10'], time_zone: 'America/New_York', come: ['2026-03-29T00:10:00.000Z'] },
];

/** Clocks in Europe go back, so that 02:30 comes twice in Berlin. */
const AUTUMN: readonly Planned[] = [
  { at: ['02:30'], time_zone: 'Europe/Berlin', come: ['2026-10-25T00:30:00.000Z'] },
  { at: ['01:30', '03:15'], time_zone: 'Europe/London', come: ['2026-10-25T00:30:00.000Z'] },
  {
    at: ['08:45', '10:00'],
    time_zone: 'Asia/Tokyo',
    come: ['2026-10-24T23:45:00.000Z', '2026-10-25T01:00:00.000Z'],
  },
  { at: ['02:10'], time_zone: 'Europe/Paris', come: ['2026-10-25T00:10:00.000Z'] },
];

/**
 * Two processes on one Redis and one clock. Both have members, so their alarms fire at the same moment, and
 * both are asked at that moment.
 */
describe('two processes', () => {
  const cleanup = new Cleanup();

  it.each([
    ['forward', '2026-03-28T23:30:00.000Z', '2026-03-29T02:26:00.000Z', SPRING],
    ['back', '2026-10-24T23:30:00.000Z', '2026-10-25T01:42:00.000Z', AUTUMN],
  ])(
    'begin and end each break by the clock once while clocks go %s, and one restarts',
    async (_, from, to, plans) => {
      const clock = new ManualClock(Date.parse(from));
      const { env } = await RedisServer.start(cleanup);
      const start = () => startReady(cleanup, env, clock);
      const [first, second] = [await start(), await start()];
      let apps = [first, second];
      const ids = plans.map((_plan, i) => `plan-${i}`);
      const address = ({ url }: App, id: string) => `${url}/api/meetings/${id}`;
      for (const [i, { at, time_zone }] of plans.entries()) {
        const meeting = address(i % 2 ? first : second, ids[i] ?? '');
        await post(`${meeting}/start`);
        const plan = { at, time_zone, duration_minutes: BREAK_MINUTES, mode: 'auto', warn_seconds: 0 };
        expect((await put(`${meeting}/schedule`, plan)).status).toBe(200);
      }
      const join = (app: App) => Promise.all(ids.map((id) => Member.join(cleanup, app.url, id)));
      const members = await join(first);
      await join(second);

      /** Resolves when all due notices are logged, because a process commits those before it answers. */
      const ask = () => Promise.all(apps.flatMap((app) => ids.map((id) => get(address(app, id)))));
      const restartAt = Date.parse(from) + 28 * MINUTE_MS;
      while (clock.now() < Date.parse(to)) {
        clock.pass(STEP_MS);
        await ask();
        if (clock.now() === restartAt) {
          await second.nest.close();
          const again = await start();
          await join(again);
          apps = [first, again];
        }
      }

      for (const [i, { come }] of plans.entries()) {
        const { body } = await get(`${address(first, ids[i] ?? '')}/events`);
        const log = body['events'] as Record<string, unknown>[];
        const times = (event: string) =>
          log.filter((one) => one['event'] === event).map((one) => one['timestamp']);
        const ends = come.map((time) => new Date(Date.parse(time) + BREAK_MINUTES * MINUTE_MS).toISOString());
        expect([ids[i], times('rest_required')]).toEqual([ids[i], come]);
        expect([ids[i], times('rest_ended')]).toEqual([ids[i], ends]);
        const member = members[i];
        await member?.hears('rest_ended', come.length);
        expect(member?.all('message').map(({ data }) => data['timestamp'])).toEqual(come);
      }
    },
  );
});
