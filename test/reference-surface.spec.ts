import { describe, expect, it, beforeEach } from '@jest/globals';
import { get, post } from './support/api.js';
import { startMeeting, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';

/** The calls of the reference server, one by one (docs/routes.md), on both stores. */
describe.each(stores)('the reference surface, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let url: string;
  let meeting: string;

  beforeEach(async () => {
    ({ clock, url, meeting } = await startMeeting(cleanup, store, { meetingId: 'abc-defg-hij' }));
  });

  it('starts a meeting', async () => {
    const answer = await post(`${meeting}/start`);
    expect(answer).toMatchObject({ status: 200, type: 'application/json' });
    expect(answer.body).toEqual({ message: 'Meeting started', meeting_id: 'abc-defg-hij' });
    expect((await get(`${meeting}/status`)).body).toEqual({
      meeting_id: 'abc-defg-hij',
      rest_flg: false,
      started_at: '2025-10-17T10:30:00.000Z',
      rest_started_at: null,
    });
  });

  it('calls a break with a message', async () => {
    await post(`${meeting}/start`);
    clock.pass(60_000);
    const answer = await post(`${meeting}/rest`, { message: 'コーヒー ☕', unknown: 'ignored' });
    expect(answer.status).toBe(200);
    // Fields of the reference, and added fields only.
    expect(answer.body).toEqual({
      message: 'Rest notification sent',
      meeting_id: 'abc-defg-hij',
      timestamp: '2025-10-17T10:31:00.000Z',
      rest_id: expect.any(String),
      duration_seconds: null,
      ends_at: null,
      server_time: '2025-10-17T10:31:00.000Z',
      ignored: ['unknown'],
    });
    expect((await get(`${meeting}/status`)).body).toEqual({
      meeting_id: 'abc-defg-hij',
      rest_flg: true,
      started_at: '2025-10-17T10:30:00.000Z',
      rest_started_at: '2025-10-17T10:31:00.000Z',
    });
  });

  it.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['null', 'null'],
    ['a null message', { message: null }],
    ['a blank message', { message: ' ' }],
  ])('calls a break with the default text: %s', async (_, body) => {
    const member = await Member.join(cleanup, url, 'abc-defg-hij');
    expect((await post(`${meeting}/rest`, body)).status).toBe(200);
    await member.hears('message');
    expect(member.breaks).toEqual(['休憩時間です']);
  });

  it('starts a meeting by a break that is called before the start', async () => {
    await post(`${meeting}/rest`);
    expect((await get(`${meeting}/status`)).body).toMatchObject({
      rest_flg: true,
      started_at: '2025-10-17T10:30:00.000Z',
    });
  });

  it('sends a notice for every call, also during a break', async () => {
    const member = await Member.join(cleanup, url, 'abc-defg-hij');
    for (const message of ['one', 'two', 'three']) await post(`${meeting}/rest`, { message });
    await member.hears('message', 3);
    expect(member.breaks).toEqual(['one', 'two', 'three']);
  });

  it('restarts a meeting from now on, without a break', async () => {
    await post(`${meeting}/rest`);
    clock.pass(1000);
    await post(`${meeting}/start`);
    expect((await get(`${meeting}/status`)).body).toMatchObject({
      rest_flg: false,
      started_at: '2025-10-17T10:30:01.000Z',
      rest_started_at: null,
    });
  });

  it('answers 404 for the status of an ended meeting', async () => {
    await post(`${meeting}/start`);
    const answer = await post(`${meeting}/end`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ message: 'Meeting ended', meeting_id: 'abc-defg-hij' });
    expect(await get(`${meeting}/status`)).toMatchObject({
      status: 404,
      type: 'application/problem+json',
      body: { code: 'meeting_not_found', status: 404 },
    });
  });

  it('accepts the end of a meeting that does not exist', async () => {
    const member = await Member.join(cleanup, url, 'abc-defg-hij');
    expect((await post(`${meeting}/end`)).status).toBe(200);
    await post(`${meeting}/rest`);
    await member.hears('message');
    expect(member.all('meeting_ended')).toEqual([]);
  });

  it("sends the reference's frames, each notice under its own id, and moves the cursor by nothing else", async () => {
    const member = await Member.join(cleanup, url, 'abc-defg-hij');
    await post(`${meeting}/start`);
    await post(`${meeting}/rest`, { message: 'tea' });
    await member.hears('message');
    clock.pass(30_000);
    await member.hears('heartbeat');
    await post(`${meeting}/end`);
    await member.hears('meeting_ended');

    const timestamp = '2025-10-17T10:30:00.000Z';
    const end = '2025-10-17T10:30:30.000Z';
    const rest_id = member.all('message')[0]?.data['rest_id'];
    const meeting_id = 'abc-defg-hij';
    const frames = member.frames.filter(({ event }) => event !== 'state');
    expect(frames.map(({ event, data }) => [event, data])).toEqual([
      ['connected', { message: 'Connected to meeting', meeting_id }],
      ['meeting_started', { event: 'meeting_started', meeting_id, timestamp, title: null }],
      [
        'message',
        {
          ...{ event: 'rest_required', meeting_id, message: 'tea', timestamp },
          ...{ message_code: 'custom', language: 'ja' },
          ...{ rest_id, duration_seconds: null, ends_at: null, server_time: timestamp },
        },
      ],
      ['heartbeat', { timestamp: end, server_time: end }],
      [
        'rest_ended',
        {
          ...{ event: 'rest_ended', meeting_id, timestamp: end, rest_id, reason: 'meeting_ended' },
          ...{ next_rest_at: null, message: '休憩は終わりです', server_time: end },
        },
      ],
      ['meeting_ended', { event: 'meeting_ended', meeting_id, timestamp: end }],
    ]);
    const [connected, started, rest, heartbeat, restEnded, ended] = frames.map(({ cursor }) => cursor);
    expect(connected).toBe('0-0');
    expect(heartbeat).toBe(rest);
    expect(new Set([connected, started, rest, restEnded, ended]).size).toBe(5);
  });

  it('starts a later stream at the last notice', async () => {
    const early = await Member.join(cleanup, url, 'abc-defg-hij');
    await post(`${meeting}/rest`);
    const { cursor } = await early.hears('message');
    const late = await Member.join(cleanup, url, 'abc-defg-hij');
    expect(late.frames[0]?.cursor).toBe(cursor);
    early.leave();
    late.leave();
    const alone = await Member.join(cleanup, url, 'abc-defg-hij');
    expect(alone.frames[0]?.cursor).toBe(cursor);
  });

  it('keeps meetings apart', async () => {
    const [here, there] = await Promise.all(['here', 'there'].map((id) => Member.join(cleanup, url, id)));
    await post(`${url}/api/meetings/there/rest`, { message: 'there' });
    await post(`${url}/api/meetings/here/rest`, { message: 'here' });
    await Promise.all([here?.hears('message'), there?.hears('message')]);
    expect([here?.breaks, there?.breaks]).toEqual([['here'], ['there']]);
  });

  it('reports its health', async () => {
    const answer = await get(`${url}/health`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      status: 'healthy',
      redis: store === 'Redis' ? 'connected' : 'embedded',
      timestamp: '2025-10-17T10:30:00.000Z',
    });
    for (const probe of ['live', 'ready', 'startup']) {
      expect(await get(`${url}/health/${probe}`)).toMatchObject({ status: 200, body: { status: 'ok' } });
    }
  });
});
