import { expect, it, describe } from '@jest/globals';
import { get, post } from '../support/api.js';
import { Day, MINUTE } from '../support/day.js';
import { Cleanup } from '../support/cleanup.js';

describe('a break with an end that a leader types', () => {
  const cleanup = new Cleanup();

  it('ends at a time of day, can be cut by a minute, and extended again', async () => {
    const { clock, meeting, join } = await Day.begin(cleanup);
    const member = await join('&client_id=ann');

    // "Back at 10:45." It is 10:30.
    const called = await post(`${meeting}/rest`, { message: 'Coffee!', ends_at: '2025-10-17T10:45:00Z' });
    expect(called.body).toMatchObject({ duration_seconds: 900, ends_at: '2025-10-17T10:45:00.000Z' });
    expect((await member.hears('message')).data).toMatchObject({ ends_at: '2025-10-17T10:45:00.000Z' });

    // Everybody has a cup already.
    clock.pass(5 * MINUTE);
    await post(`${meeting}/rest/extend`, { seconds: -60 });
    expect((await member.hears('rest_extended')).data).toMatchObject({ ends_at: '2025-10-17T10:44:00.000Z' });

    // Or not quite: make it ten to.
    await post(`${meeting}/rest/extend`, { ends_at: '2025-10-17T19:50:00+09:00' });
    expect((await member.hears('rest_extended', 2)).data).toMatchObject({ duration_seconds: 1200 });
    clock.pass(14 * MINUTE);
    await member.hears('rest_ending_soon');
    clock.pass(MINUTE);
    expect((await member.hears('rest_ended')).data).toMatchObject({ reason: 'timer' });

    // A break until everybody is back gets an end when people ask for one.
    await post(`${meeting}/rest`, { message: 'Lunch' });
    await post(`${meeting}/rest/extend`, { ends_at: '2025-10-17T11:30:00Z' });
    expect((await get(meeting)).body['rest']).toMatchObject({ ends_at: '2025-10-17T11:30:00.000Z' });
  });
});
