import { beforeEach, describe, expect, it } from '@jest/globals';
import { call, get, post } from './support/api.js';
import { startMeeting, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import type { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';

const time = (seconds: number) => new Date(Date.UTC(2025, 9, 17, 10, 30) + seconds * 1000).toISOString();

describe.each(stores)('a timed break, %s', (store) => {
  const cleanup = new Cleanup();
  let clock: ManualClock;
  let meeting: string;
  let url: string;

  beforeEach(async () => {
    ({ clock, meeting, url } = await startMeeting(cleanup, store));
  });

  const rest = (duration_seconds: number, message = 'tea') =>
    post(`${meeting}/rest`, { message, duration_seconds });

  it('has its end in the answer to the leader, in notices, and in the state for late members', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    const { body } = await rest(600);
    const countdown = { rest_id: body['rest_id'], duration_seconds: 600, ends_at: time(600) };
    expect(body).toMatchObject({ ...countdown, server_time: time(0) });
    expect((await member.hears('message')).data).toMatchObject({ ...countdown, server_time: time(0) });
    clock.pass(10_000);
    const late = await Member.join(cleanup, url, 'abc');
    expect((await late.hears('state')).data).toMatchObject({
      phase: 'on_break',
      rest: { ...countdown, message: 'tea', started_at: time(0) },
      server_time: time(10),
    });
    // A replayed notice has the present time of the server.
    const back = await Member.join(cleanup, url, 'abc', '&last_event_id=0-0');
    expect((await back.hears('message')).data).toMatchObject({ ...countdown, server_time: time(10) });
  });

  it('sends a warning a minute before its end, and ends by itself, once', async () => {
    const members = [await Member.join(cleanup, url, 'abc'), await Member.join(cleanup, url, 'abc')];
    const { rest_id } = (await rest(600)).body;
    await Promise.all(members.map((member) => member.hears('message')));
    clock.pass(539_999);
    clock.pass(1);
    await Promise.all(members.map((member) => member.hears('rest_ending_soon')));
    expect((await get(`${meeting}/status`)).body['rest_flg']).toBe(true);
    clock.pass(60_000);
    for (const member of members) {
      const { data } = await member.hears('rest_ended');
      expect(data).toEqual({
        event: 'rest_ended',
        meeting_id: 'abc',
        timestamp: time(600),
        rest_id,
        reason: 'timer',
        next_rest_at: null,
        message: '休憩は終わりです',
        server_time: time(600),
      });
    }
    expect((await get(`${meeting}/status`)).body).toMatchObject({ rest_flg: false, rest_started_at: null });
    await post(`${meeting}/end`);
    await members[0]?.hears('meeting_ended');
    expect(members[0]?.notices.map(({ event }) => event)).toEqual([
      'meeting_started',
      'message',
      'rest_ending_soon',
      'rest_ended',
      'meeting_ended',
    ]);
  });

  it('has ended by the next read if nobody listened, whoever reads first', async () => {
    await rest(60);
    clock.set(Date.UTC(2025, 9, 17, 11));
    expect((await get(meeting)).body).toMatchObject({ phase: 'in_progress', rest: null });
    const { events } = (await get(`${meeting}/events`)).body as { events: Record<string, unknown>[] };
    expect(events.at(-1)).toMatchObject({ event: 'rest_ended', reason: 'timer', timestamp: time(60) });
  });

  it('ends before anything else when its members return after its end', async () => {
    await rest(60);
    const { cursor } = (await get(`${meeting}/events`)).body;
    clock.set(Date.UTC(2025, 9, 17, 11));
    const second = await Member.join(cleanup, url, 'abc', `&last_event_id=${String(cursor)}`);
    await second.hears('rest_ended');
    await rest(60, 'again');
    expect((await second.hears('message')).data).toMatchObject({ message: 'again' });
    expect(second.all('rest_ended').map(({ data }) => data['reason'])).toEqual(['timer']);
  });

  it('can be extended, and sends another warning', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    await rest(180);
    clock.pass(120_000);
    await member.hears('rest_ending_soon');
    expect((await post(`${meeting}/rest/extend`, { seconds: 300 })).body).toMatchObject({
      message: 'Break extended',
      duration_seconds: 480,
      ends_at: time(480),
      server_time: time(120),
    });
    expect((await member.hears('rest_extended')).data).toMatchObject({ ends_at: time(480) });
    clock.pass(299_999);
    expect(member.all('rest_ending_soon')).toHaveLength(1);
    clock.pass(1);
    await member.hears('rest_ending_soon', 2);
    clock.pass(60_000);
    await member.hears('rest_ended');
  });

  it('can be ended by a leader, and does not end again', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    await rest(60);
    expect((await post(`${meeting}/resume`)).body).toEqual({ message: 'Meeting resumed', meeting_id: 'abc' });
    expect((await member.hears('rest_ended')).data['reason']).toBe('leader');
    clock.pass(120_000);
    expect((await post(`${meeting}/resume`)).status).toBe(200);
    await post(`${meeting}/end`);
    await member.hears('meeting_ended');
    expect(member.all('rest_ended')).toHaveLength(1);
  });

  it('is replaced by a new break, and ends with its meeting', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    await rest(60);
    await rest(60, 'lunch');
    await post(`${meeting}/start`);
    await rest(60);
    await post(`${meeting}/end`);
    await member.hears('meeting_ended');
    expect(member.notices.map(({ event, data }) => data['reason'] ?? event)).toEqual(
      [
        'meeting_started',
        'message',
        'restarted',
        'message',
        'restarted',
        'meeting_started',
        'message',
      ].concat(['meeting_ended', 'meeting_ended']),
    );
  });

  it.each([[9], [86_401], [10.5], ['60'], [true], [[60]]])(
    'lasts 10 s to a day, not %j',
    async (duration_seconds) => {
      expect(await post(`${meeting}/rest`, { duration_seconds })).toMatchObject({
        status: 422,
        body: {
          errors: [{ field: 'duration_seconds', message: 'must be a whole number from 10 to 86400' }],
        },
      });
      expect((await get(meeting)).status).toBe(404);
    },
  );

  it.each([[undefined], [null], [0], ['60'], [1.5], [86_401], [-86_401]])(
    'cannot be moved by %j seconds',
    async (seconds) => {
      await rest(60);
      expect(await post(`${meeting}/rest/extend`, { seconds })).toMatchObject({
        status: 422,
        body: {
          errors: [
            {
              field: 'seconds',
              message: 'must be a whole number from -86400 to 86400 and not 0, or left out with ends_at',
            },
          ],
        },
      });
    },
  );

  it('ends at a time of day in any time zone', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    const { body } = await post(`${meeting}/rest`, { ends_at: '2025-10-17T19:45:00.5+09:00' });
    const countdown = { duration_seconds: 901, ends_at: time(900.5) };
    expect(body).toMatchObject(countdown);
    expect((await member.hears('message')).data).toMatchObject(countdown);
    expect((await get(meeting)).body['rest']).toMatchObject(countdown);
    clock.pass(900_499);
    expect(member.all('rest_ended')).toEqual([]);
    clock.pass(1);
    await member.hears('rest_ended');
  });

  it.each([[undefined], [9], [86_401], [-60]])('cannot be called to end in %j seconds', async (away) => {
    const ends_at = away === undefined ? '2025-02-30T10:45:00Z' : time(away);
    const { status, body } = await post(`${meeting}/rest`, { ends_at });
    const message =
      away === undefined
        ? 'must be a time with its offset, as 2025-10-17T10:45:00Z or 2025-10-17T19:45:00+09:00'
        : `must be 10 seconds to 24 hours away; it is ${time(0)} now`;
    expect([status, body['errors']]).toEqual([422, [{ field: 'ends_at', message }]]);
    expect((await get(meeting)).status).toBe(404);
  });

  it.each([['10:45'], ['2025-10-17T10:45:00'], ['2025-10-17 10:45:00Z'], [1_760_697_000], ['']])(
    'cannot end at %j',
    async (ends_at) => {
      expect((await post(`${meeting}/rest`, { ends_at })).body['errors']).toMatchObject([
        { field: 'ends_at' },
      ]);
    },
  );

  it('has one end: a time or a duration', async () => {
    for (const [path, field] of [
      ['rest', 'duration_seconds'],
      ['rest/extend', 'seconds'],
    ] as const) {
      const message = `takes the place of ${field}: send one of the two`;
      expect(await post(`${meeting}/${path}`, { [field]: 60, ends_at: time(60) })).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'ends_at', message }] },
      });
    }
  });

  it('repeats its answer to a command that is repeated after its end', async () => {
    const body = { ends_at: time(60) };
    const again = () => call('POST', `${meeting}/rest`, body, { 'Idempotency-Key': 'k' });
    const first = await again();
    clock.pass(120_000);
    expect((await again()).body).toEqual(first.body);
  });

  it('can be shortened, down to 10 seconds from now', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    await rest(600);
    const extend = (body: object) => post(`${meeting}/rest/extend`, body);
    expect((await extend({ seconds: -300 })).body).toMatchObject({
      duration_seconds: 300,
      ends_at: time(300),
    });
    expect((await member.hears('rest_extended')).data).toMatchObject({ ends_at: time(300) });
    for (const body of [{ seconds: -291 }, { ends_at: time(9) }, { ends_at: time(-1) }])
      expect(await extend(body)).toMatchObject({ status: 409, body: { code: 'break_too_short' } });
    expect((await extend({ ends_at: time(10) })).body).toMatchObject({
      duration_seconds: 10,
      ends_at: time(10),
    });
    clock.pass(10_000);
    expect((await member.hears('rest_ended')).data['timestamp']).toBe(time(10));
    expect(member.all('rest_ending_soon')).toEqual([]);
  });

  it('can get an end if it has none', async () => {
    const member = await Member.join(cleanup, url, 'abc');
    await post(`${meeting}/rest`, { message: 'tea' });
    clock.pass(60_000);
    expect(await post(`${meeting}/rest/extend`, { ends_at: time(86_401) })).toMatchObject({
      status: 409,
      body: { code: 'break_too_long', detail: expect.stringContaining(time(86_400)) },
    });
    await post(`${meeting}/rest/extend`, { ends_at: time(300) });
    expect((await member.hears('rest_extended')).data).toMatchObject({
      duration_seconds: 300,
      ends_at: time(300),
    });
    clock.pass(180_000);
    await member.hears('rest_ending_soon');
    clock.pass(60_000);
    await member.hears('rest_ended');
  });

  it('refuses impossible commands with an explanation', async () => {
    const extend = (seconds: number) => post(`${meeting}/rest/extend`, { seconds });
    expect(await extend(60)).toMatchObject({ status: 404, body: { code: 'meeting_not_found' } });
    expect(await post(`${meeting}/resume`)).toMatchObject({ status: 404 });
    await post(`${meeting}/rest`);
    expect(await extend(60)).toMatchObject({ status: 409, body: { code: 'no_timed_break' } });
    await rest(86_000);
    expect(await extend(401)).toMatchObject({
      status: 409,
      body: { code: 'break_too_long', detail: expect.stringContaining('up to 400 seconds') },
    });
    expect((await extend(400)).status).toBe(200);
  });

  it('does not cause a second snapshot', async () => {
    await rest(600);
    const etag = String((await get(meeting)).headers.get('etag'));
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    const again = () => fetch(meeting, { headers: { 'if-none-match': etag } });
    clock.pass(1000);
    expect((await again()).status).toBe(304);
    await post(`${meeting}/rest/extend`, { seconds: 60 });
    expect((await again()).status).toBe(200);
  });

  it('counts down by a clock that anyone can query', async () => {
    clock.pass(5000);
    expect((await get(`${url}/api/time`)).body).toEqual({ server_time: time(5) });
  });
});
