import { describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { Day, MINUTE } from '../support/day.js';

describe('a slip of the finger', () => {
  const cleanup = new Cleanup();

  it('is taken back within ten seconds, and the other leader sees who it was', async () => {
    const { clock, meeting, join } = await Day.begin(cleanup);
    await post(`${meeting}/start`, { by: 'Aoi' });
    const leader = await join('&role=leader');
    const member = await join('&client_id=ann');

    // Ten minutes of coffee. Seven minutes in, Ben presses "End the break" where he meant "+5".
    await post(`${meeting}/rest`, { message: 'Coffee!', duration_seconds: 600, by: 'Aoi' });
    clock.pass(7 * MINUTE);
    await post(`${meeting}/resume`, { by: 'Ben' });
    await member.hears('rest_ended');
    clock.pass(9_000);
    await post(`${meeting}/undo`, { by: 'Ben' });

    // The break goes on, with the end that it had.
    await member.hears('undone');
    expect((await member.hears('state', 2)).data).toMatchObject({
      rest: { message: 'Coffee!', ends_at: '2025-10-17T10:40:00.000Z' },
    });
    await post(`${meeting}/rest/extend`, { seconds: 300, by: 'Ben' });
    expect((await member.hears('rest_extended')).data).toMatchObject({ ends_at: '2025-10-17T10:45:00.000Z' });

    // Aoi sees who did what. No member does.
    await leader.hears('rest_extended');
    expect(leader.notices.map(({ event, data }) => [event, data['by']])).toEqual([
      ['message', 'Aoi'],
      ['rest_ended', 'Ben'],
      ['undone', 'Ben'],
      ['rest_extended', 'Ben'],
    ]);
    expect(JSON.stringify([member.frames, (await get(`${meeting}/events`)).body])).not.toMatch(/Aoi|Ben/);

    // Later it is too late.
    clock.pass(11_000);
    expect(await post(`${meeting}/undo`)).toMatchObject({ status: 409, body: { code: 'nothing_to_undo' } });
  });
});
