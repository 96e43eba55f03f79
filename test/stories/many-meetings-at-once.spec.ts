import { describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { Cleanup } from '../support/cleanup.js';
import { Day } from '../support/day.js';
import { Member } from '../support/member.js';

describe('many meetings at once', () => {
  const cleanup = new Cleanup();

  it('are one call for a dashboard that asks, and one stream for a wall that listens', async () => {
    const { url } = await Day.begin(cleanup);
    const rooms = ['room-1', 'room-2', 'room-3'];
    const meeting = (id: string) => `${url}/api/meetings/${id}`;
    await post(`${meeting('room-1')}/start`, { title: 'Weekly review' });
    await post(`${meeting('room-2')}/rest`, { message: 'Coffee!', duration_seconds: 600 });

    const wall = await Member.overview(cleanup, url, rooms);
    await wall.hears('state', 3);
    const dashboard = `${url}/api/meetings?${rooms.map((id) => `id=${id}`).join('&')}`;
    const first = await get(dashboard);
    expect(first.body['meetings']).toMatchObject([
      { phase: 'in_progress', title: 'Weekly review' },
      { phase: 'on_break', rest: { message: 'Coffee!' } },
      { meeting_id: 'room-3', phase: 'not_started' },
    ]);

    // As long as nothing happens, the dashboard gets no body, and the wall no frame.
    const again = () => fetch(dashboard, { headers: { 'if-none-match': String(first.headers.get('etag')) } });
    expect((await again()).status).toBe(304);
    await post(`${meeting('room-3')}/start`);
    expect((await wall.hears('state', 4)).data).toMatchObject({ meeting_id: 'room-3', phase: 'in_progress' });
    expect((await again()).status).toBe(200);
  });
});
