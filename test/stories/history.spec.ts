import { describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { startMeeting, startOnRedis, stores } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(stores)('what is left of a day, %s', (store) => {
  const cleanup = new Cleanup();

  it('has the totals of each run, and keeps them after its end and the next start', async () => {
    const { clock, meeting } = await startMeeting(cleanup, store, { env: { HISTORY_RETENTION_HOURS: '48' } });
    const history = async () => (await get(`${meeting}/history`)).body;
    const from = clock.timestamp();
    await post(`${meeting}/start`);
    clock.pass(50 * MINUTE);
    await post(`${meeting}/rest`, { message: 'secret' });
    await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back', name: 'Ann' });
    clock.pass(10 * MINUTE);
    await post(`${meeting}/resume`);
    clock.pass(20 * MINUTE);
    const until = clock.timestamp();
    await post(`${meeting}/end`);

    clock.pass(23 * HOUR);
    await post(`${meeting}/start`);
    const run = {
      started_at: from,
      ended_at: until,
      breaks: 1,
      pause_seconds: 600,
      longest_stretch_seconds: 3000,
    };
    expect(await history()).toMatchObject({ breaks: 0, ended_at: null, runs: [run] });
    // A new start ends the earlier run.
    clock.pass(5 * MINUTE);
    await post(`${meeting}/start`);
    const second = { breaks: 0, longest_stretch_seconds: 300, ended_at: clock.timestamp() };
    expect(await history()).toMatchObject({ runs: [run, second] });
    expect(JSON.stringify(await history())).not.toMatch(/secret|Ann|ann/);

    // The first run is over for longer than it is kept.
    clock.pass(25 * HOUR);
    await post(`${meeting}/start`);
    expect((await history())['runs']).toMatchObject([second, {}]);
  });

  it('is an hour of one run unless more is asked for, and 50 runs at most', async () => {
    const { clock, meeting } = await startMeeting(cleanup, store);
    for (let i = 0; i < 55; i++) await post(`${meeting}/start`);
    const runs = async () => (await get(`${meeting}/history`)).body['runs'];
    expect(await runs()).toHaveLength(50);
    clock.pass(HOUR + 1);
    expect(await runs()).toEqual([]);
  });
});

describe('what is left of a day, embedded', () => {
  const cleanup = new Cleanup();

  it('outlives the log by the time that is set, and no longer', async () => {
    const { clock, meeting } = await startMeeting(cleanup, 'embedded', {
      env: { HISTORY_RETENTION_HOURS: '48' },
    });
    await post(`${meeting}/start`);
    await post(`${meeting}/announcements`, { message: 'said' });
    await post(`${meeting}/end`);
    clock.pass(2 * HOUR);
    expect((await get(`${meeting}/events`)).body['events']).toEqual([]);
    expect((await get(`${meeting}/history`)).status).toBe(200);
    clock.pass(46 * HOUR);
    expect((await get(`${meeting}/history`)).status).toBe(404);
  });
});

describe('what is left of a day on Redis', () => {
  const cleanup = new Cleanup();

  it('is one key that expires, without texts or names', async () => {
    const { url, redis } = await startOnRedis(cleanup, { HISTORY_RETENTION_HOURS: '720' });
    const meeting = `${url}/api/meetings/abc`;
    await post(`${meeting}/rest`, { message: 'secret' });
    await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back', name: 'Ann' });
    await post(`${meeting}/end`);
    const client = redis.client();
    const ttl = await client.ttl('{meeting:abc}:history');
    expect(ttl).toBeGreaterThan(720 * 3600 - 60);
    expect(ttl).toBeLessThanOrEqual(720 * 3600);
    expect(await client.get('{meeting:abc}:history')).not.toMatch(/secret|Ann|ann/);
    expect(await client.ttl('{meeting:abc}:log')).toBeLessThanOrEqual(3600);

    // The log expires, and the history does not: the meeting goes on from there, and takes announcements
    // anew.
    await client.del('{meeting:abc}:log');
    await post(`${meeting}/start`);
    expect((await get(`${meeting}/history`)).body).toMatchObject({ runs: [{ breaks: 1 }] });
  });
});
