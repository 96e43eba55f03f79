import { describe, expect, it } from '@jest/globals';
import { MAX_ANNOUNCEMENTS } from '../../src/domain/announcements.js';
import { get, post } from '../support/api.js';
import { startMeeting, stores } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';

describe.each(stores)('announcements, %s', (store) => {
  const cleanup = new Cleanup();
  const start = async (env = {}) => {
    const app = await startMeeting(cleanup, store, { env });
    const announce = (message: unknown) => post(`${app.meeting}/announcements`, { message });
    const join = (query = '') => Member.join(cleanup, app.url, 'abc', query);
    return { ...app, announce, join };
  };

  it('reach everybody without a break, and those who come back in their place', async () => {
    const { meeting, announce, join } = await start();
    await post(`${meeting}/start`);
    const member = await join();
    const { cursor } = await member.hears('state');
    const said = await announce('The slides are in the chat ☕️');
    expect(said).toMatchObject({ status: 200, body: { message: 'Announcement sent', meeting_id: 'abc' } });
    expect((await member.hears('announcement')).data).toEqual({
      event: 'announcement',
      meeting_id: 'abc',
      timestamp: said.body['timestamp'],
      message: 'The slides are in the chat ☕️',
    });
    // A client of the reference sees nothing new.
    expect(member.all('message')).toEqual([]);
    await post(`${meeting}/rest`, { message: 'tea' });
    await announce('Tea is in the kitchen');
    const back = await join(`&last_event_id=${cursor}`);
    await back.hears('state');
    expect(back.notices.map(({ data }) => data['message'])).toEqual([
      'The slides are in the chat ☕️',
      'tea',
      'Tea is in the kitchen',
    ]);
    // Announcements are not part of the state.
    expect(JSON.stringify((await get(meeting)).body)).not.toContain('kitchen');
  });

  it('never push a break out of the log', async () => {
    const { meeting, announce, join } = await start({ LOG_MAX_NOTICES: '4' });
    await post(`${meeting}/start`);
    const { cursor } = await (await join()).hears('state');
    await post(`${meeting}/rest`, { message: 'first' });
    for (let i = 0; i < 20; i++) await announce(`said ${i}`);
    await post(`${meeting}/rest`, { message: 'second' });
    await announce('last');
    const back = await join(`&last_event_id=${cursor}`);
    expect((await back.hears('state')).data).toMatchObject({ resync: false });
    expect(back.breaks).toEqual(['first', 'second']);
    expect(back.all('announcement')).toHaveLength(21);
    // Breaks still push each other out: the log keeps four notices that are not announcements.
    for (const message of ['third', 'fourth', 'fifth']) await post(`${meeting}/rest`, { message });
    const late = await join(`&last_event_id=${cursor}`);
    expect((await late.hears('state')).data).toMatchObject({ resync: true });
  });

  it('have a number that no new start makes larger', async () => {
    const { meeting, announce } = await start({ LOG_MAX_NOTICES: '4' });
    await post(`${meeting}/start`);
    for (let i = 0; i < MAX_ANNOUNCEMENTS / 2; i++) await announce(`said ${i}`);
    await post(`${meeting}/start`);
    for (let i = 0; i < MAX_ANNOUNCEMENTS / 2; i++) expect((await announce(`again ${i}`)).status).toBe(200);
    expect(await announce('once more')).toMatchObject({ status: 409, body: { code: 'announced_enough' } });
    await post(`${meeting}/end`);
    await post(`${meeting}/start`);
    expect((await announce('once more')).status).toBe(409);
  });

  it('need a meeting, and a text of 1 to 500 characters', async () => {
    const { meeting, announce } = await start();
    expect(await announce('hello')).toMatchObject({ status: 404, body: { code: 'meeting_not_found' } });
    await post(`${meeting}/start`);
    for (const message of [undefined, null, '', ' \n', 5, 'x'.repeat(501)])
      expect(await announce(message)).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'message' }] },
      });
    for (const message of ['x'.repeat(500), '☕'.repeat(500), '😀'.repeat(500), 'a\nb'])
      expect((await announce(message)).status).toBe(200);
  });
});
