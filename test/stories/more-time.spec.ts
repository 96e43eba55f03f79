import { describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { startMeeting, stores } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { until } from '../support/until.js';

describe.each(stores)('a request for more time, %s', (store) => {
  const cleanup = new Cleanup();

  it('counts for leaders until the end of the break is moved', async () => {
    const { url, meeting, clock } = await startMeeting(cleanup, store);
    const ask = (client_id: string) => post(`${meeting}/break-requests`, { client_id, kind: 'more_time' });
    const refused = { status: 409, body: { code: 'no_timed_break' } };
    await post(`${meeting}/start`);
    expect(await ask('ann')).toMatchObject(refused);
    await post(`${meeting}/rest`);
    expect(await ask('ann')).toMatchObject(refused);

    const { rest_id } = (await post(`${meeting}/rest`, { duration_seconds: 600 })).body;
    const leader = await Member.join(cleanup, url, 'abc', '&role=leader');
    const member = await Member.join(cleanup, url, 'abc', '&client_id=ann');
    const told = (count: number) =>
      until(`the leader to hear of ${count}`, () => {
        clock.pass(1000);
        return leader.all('more_time_requested').at(-1)?.data['count'] === count;
      });
    expect((await ask('ann')).body).toMatchObject({ message: 'More time requested', count: 1, threshold: 2 });
    expect((await ask('ann')).body).toMatchObject({ count: 1, reached: false });
    expect((await ask('ben')).body).toMatchObject({ count: 2, reached: true });
    await told(2);
    expect(leader.all('more_time_requested').at(-1)?.data).toMatchObject({ rest_id, reached: true });

    await post(`${meeting}/rest/extend`, { seconds: 300 });
    await told(0);
    expect((await ask('ann')).body).toMatchObject({ count: 1 });
    // No member hears of it, and it is in no log.
    expect(member.all('more_time_requested')).toEqual([]);
    expect(JSON.stringify((await get(`${meeting}/events?role=leader`)).body)).not.toContain('more_time');
  });
});
