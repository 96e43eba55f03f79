import { beforeEach, describe, expect, it } from '@jest/globals';
import { get, post } from '../support/api.js';
import { startMeeting } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import type { ManualClock } from '../support/manual-clock.js';
import { Member } from '../support/member.js';
import { until } from '../support/until.js';

describe('a screen in the room', () => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let url: string;
  let meeting: string;

  beforeEach(async () => {
    const options = { env: { DEFAULT_LANGUAGE: 'en' }, meetingId: 'x-4f1c9e' };
    ({ url, clock, meeting } = await startMeeting(cleanup, 'embedded', options));
  });

  const join = (query: string) => Member.join(cleanup, url, 'x-4f1c9e', query);
  const names = (member: Member) => member.notices.map(({ event }) => event);

  it('gets the frames of a member, with the title of the meeting, and is not counted', async () => {
    const screen = await join('&role=display&client_id=ann');
    const leader = await join('&role=leader');
    const ann = await join('&client_id=ann');
    await post(`${meeting}/start`, { title: '  Weekly review ' });
    expect((await screen.hears('meeting_started')).data).toMatchObject({ title: 'Weekly review' });

    await post(`${meeting}/rest`, { message: 'Coffee!', duration_seconds: 600 });
    await post(`${meeting}/rest/ack`, { client_id: 'ann', status: 'back' });
    await screen.hears('all_back');
    await ann.hears('all_back');
    expect(names(screen)).toEqual(names(ann));

    // The leader counts one member, and hears that. The screen hears nothing of it, nor does it hold up
    // `all_back`.
    await until('the leader to hear of one member', () => {
      clock.pass(1000);
      return leader
        .all('presence')
        .some(({ data }) => (data['members'] as { connected: number }).connected === 1);
    });
    expect((await get(meeting)).body).toMatchObject({ title: 'Weekly review', members: { connected: 1 } });
    expect(screen.all('presence')).toEqual([]);

    // A screen that comes later sees the title at once.
    const late = await join('&role=display');
    expect((await late.hears('state')).data).toMatchObject({ title: 'Weekly review', phase: 'on_break' });
  });

  it('shows no title once the meeting is started anew without one', async () => {
    await post(`${meeting}/start`, { title: 'Weekly review' });
    await post(`${meeting}/start`, { title: ' ' });
    expect((await get(meeting)).body).toMatchObject({ title: null });
  });

  it.each([
    ['is too long', 'x'.repeat(61)],
    ['has a line end', 'a\nb'],
    ['is no text', 5],
  ])('gets no title that %s', async (_, title) => {
    const refused = await post(`${meeting}/start`, { title });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'title' }] } });
    expect((await get(meeting)).status).toBe(404);
  });
});
