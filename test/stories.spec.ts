import { beforeEach, describe, expect, it } from '@jest/globals';
import { get, post, put } from './support/api.js';
import { startMeeting } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';
import { until } from './support/until.js';

/** docs/stories.md quotes both stories. */
describe('a morning', () => {
  const cleanup = new Cleanup();
  const MINUTE = 60_000;
  let clock: ManualClock;
  let url: string;
  let meeting: string;

  beforeEach(async () => {
    const options = { env: { DEFAULT_LANGUAGE: 'en' }, meetingId: 'abc-defg-hij' };
    ({ url, clock, meeting } = await startMeeting(cleanup, 'embedded', options));
  });

  const join = (query: string) => Member.join(cleanup, url, 'abc-defg-hij', query);

  it('as a leader sees it', async () => {
    await post(`${meeting}/start`);
    const leader = await join('&role=leader');
    await join('&client_id=ann');
    await join('&client_id=ben');

    // An hour in, two people quietly ask for a break.
    clock.pass(60 * MINUTE);
    await post(`${meeting}/break-requests`, { client_id: 'ann' });
    await post(`${meeting}/break-requests`, { client_id: 'ben' });
    await until('the leader to hear that they do', () => {
      clock.pass(1000);
      return leader.all('break_requested').at(-1)?.data['reached'];
    });

    // Ten minutes, and five more because the coffee is slow.
    await post(`${meeting}/rest`, { message: 'Coffee!', duration_seconds: 600 });
    clock.pass(8 * MINUTE);
    await post(`${meeting}/rest/extend`, { seconds: 300 });

    // Both come back before it is over.
    await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back', name: 'Ann' });
    await post(`${meeting}/rest/ack`, { client_id: 'ben', status: 'back', name: 'Ben' });
    expect((await leader.hears('all_back')).data).toMatchObject({ message: 'Everyone is back' });
    await post(`${meeting}/resume`);

    // From now on breaks come by themselves.
    await put(`${meeting}/schedule`, { preset: 'uk-hse', mode: 'auto' });
    clock.pass(50 * MINUTE);
    await leader.hears('message', 2);

    expect((await get(`${meeting}/history`)).body).toMatchObject({ breaks: 2 });
  });

  it('as a member sees it', async () => {
    // Early: the meeting has not started, and that is fine.
    const member = await join('&client_id=ann');
    expect((await member.hears('state')).data).toMatchObject({ phase: 'not_started' });

    await post(`${meeting}/rest`, { message: 'Coffee!', duration_seconds: 600 });
    const { data, cursor } = await member.hears('message');
    expect(data).toMatchObject({ message: 'Coffee!', ends_at: '2025-10-17T10:40:00.000Z' });

    // The laptop is closed, and opened again after the end of the break was moved.
    member.leave();
    await post(`${meeting}/rest/extend`, { seconds: 300 });
    clock.pass(5 * MINUTE);
    const again = await join(`&client_id=ann&last_event_id=${cursor}`);
    expect((await again.hears('rest_extended')).data).toMatchObject({ ends_at: '2025-10-17T10:45:00.000Z' });
    expect((await again.hears('state')).data).toMatchObject({ phase: 'on_break', resync: false });

    // A minute before the end, and at the end.
    clock.pass(9 * MINUTE);
    await again.hears('rest_ending_soon');
    clock.pass(MINUTE);
    expect((await again.hears('rest_ended')).data).toMatchObject({ message: 'The break is over' });
  });
});
