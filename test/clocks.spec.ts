import { describe, expect, it } from '@jest/globals';
import { get, post } from './support/api.js';
import { startMeeting, startOnRedis, startReady, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';

const HOUR = 3_600_000;

describe.each(stores)('a clock that is set back, %s', (store) => {
  const cleanup = new Cleanup();

  async function start() {
    const desk = await startMeeting(cleanup, store);
    const { meeting } = desk;
    const ack = (client_id: string, status: string, rest_id?: unknown) =>
      post(`${meeting}/rest/ack`, { client_id, status, rest_id });
    const request = (client_id: string) => post(`${meeting}/break-requests`, { client_id });
    return { ...desk, ack, request };
  }

  it('does not stop members from answering this break and the next', async () => {
    const { clock, meeting, url, ack } = await start();
    const { rest_id: before } = (await post(`${meeting}/rest`)).body;
    await ack('ann', 'seen');
    clock.set(clock.now() - HOUR);
    expect(await ack('ann', 'away', before)).toMatchObject({ status: 200, body: { rest_id: before } });
    const member = await Member.join(cleanup, url, 'abc');
    const { rest_id } = (await post(`${meeting}/rest`)).body;
    expect((await member.hears('message')).data).toMatchObject({ rest_id });
    const counted = { seen: 1, away: 0, back: 0 };
    expect(await ack('ann', 'seen', rest_id)).toMatchObject({ status: 200, body: { members: counted } });
    expect(await ack('ann', 'back', before)).toMatchObject({ status: 409 });
    await ack('ann', 'back');
    expect((await member.hears('all_back')).data).toMatchObject({ rest_id });
  });

  it('does not stop members from requesting a break, even when it is set back during one', async () => {
    const { clock, meeting, request } = await start();
    await post(`${meeting}/start`);
    expect((await request('ann')).body).toMatchObject({ count: 1 });
    await post(`${meeting}/rest`);
    clock.set(clock.now() - HOUR);
    await post(`${meeting}/resume`);
    expect(await request('ann')).toMatchObject({ status: 200, body: { count: 1 } });
    expect((await request('ben')).body).toMatchObject({ count: 2 });
  });

  it('does not stop leaders from moving, ending, planning and snoozing breaks, nor members from resuming', async () => {
    const { clock, meeting, url } = await start();
    await post(`${meeting}/rest`, { duration_seconds: 600 });
    const member = await Member.join(cleanup, url, 'abc');
    const { cursor } = await member.hears('state');
    member.leave();
    clock.set(clock.now() - HOUR);
    expect((await post(`${meeting}/rest/extend`, { seconds: 60 })).status).toBe(200);
    expect((await post(`${meeting}/resume`)).status).toBe(200);
    const put = await fetch(`${meeting}/schedule`, { method: 'PUT', body: '{"preset":"uk-hse"}' });
    expect(put.status).toBe(200);
    expect((await post(`${meeting}/schedule/snooze`)).status).toBe(200);
    const again = await Member.join(cleanup, url, 'abc', `&last_event_id=${cursor}`);
    expect((await again.hears('state')).data).toMatchObject({ resync: false, phase: 'in_progress' });
    expect(again.notices.map(({ event }) => event)).toEqual([
      'rest_extended',
      'rest_ended',
      'schedule_changed',
      'schedule_changed',
    ]);
  });

  it('does not make the service forget results stored under an idempotency key', async () => {
    const { clock, meeting } = await start();
    const rest = () =>
      fetch(`${meeting}/rest`, { method: 'POST', headers: { 'idempotency-key': 'key' }, body: '{}' });
    const first = await (await rest()).json();
    for (const by of [-HOUR, 3 * HOUR]) {
      clock.set(clock.now() + by);
      expect(await (await rest()).json()).toEqual(first);
    }
  });
});

describe('two servers whose clocks differ by seconds', () => {
  const cleanup = new Cleanup();

  it('give the same answers to leaders and members', async () => {
    const [early, late] = [new ManualClock(), new ManualClock(new ManualClock().now() + 5_000)];
    const first = await startOnRedis(cleanup, {}, early);
    const second = await startReady(cleanup, first.redis.env, late);
    const [one, other] = [first, second].map(({ url }) => `${url}/api/meetings/abc`) as [string, string];

    await post(`${other}/start`);
    await post(`${other}/break-requests`, { client_id: 'ann' });
    await post(`${other}/rest`, { message: 'by the clock that is ahead' });
    await post(`${other}/rest/ack`, { client_id: 'ann', status: 'back' });
    early.pass(1_000);
    // The time of this break is before that of the earlier one.
    const { rest_id } = (await post(`${one}/rest`, { message: 'by the other' })).body;
    for (const meeting of [one, other]) {
      const status = meeting === one ? 'seen' : 'away';
      expect(await post(`${meeting}/rest/ack`, { client_id: 'ann', status, rest_id })).toMatchObject({
        status: 200,
        body: { rest_id },
      });
    }
    await post(`${one}/resume`);
    for (const [meeting, count] of [
      [one, 1],
      [other, 2],
    ] as const)
      expect(await post(`${meeting}/break-requests`, { client_id: `client-${count}` })).toMatchObject({
        status: 200,
        body: { count },
      });
    const [a, b] = await Promise.all([one, other].map(async (meeting) => (await get(meeting)).body));
    expect({ ...a, server_time: '' }).toEqual({ ...b, server_time: '' });
  });
});
