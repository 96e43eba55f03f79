import { beforeEach, describe, expect, it } from '@jest/globals';
import { call, get, post, put } from './support/api.js';
import { startMeeting, startOnRedis, startReady, stores } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { ManualClock } from './support/manual-clock.js';
import { Member } from './support/member.js';

describe.each(stores)('the name of the caller, %s', (store) => {
  const cleanup = new Cleanup();
  let meeting: string;
  let url: string;
  let log: { readonly output: string };

  beforeEach(async () => {
    ({ meeting, url, log } = await startMeeting(cleanup, store));
  });

  const events = async (query = '') =>
    (await get(`${meeting}/events${query}`)).body['events'] as Record<string, unknown>[];

  it('is sent to leaders only: live, replayed and polled', async () => {
    const member = await Member.join(cleanup, url, 'abc', '&client_id=ann');
    const display = await Member.join(cleanup, url, 'abc', '&role=display');
    const leader = await Member.join(cleanup, url, 'abc', '&role=leader');
    await post(`${meeting}/start`, { by: '田中' });
    await post(`${meeting}/rest`, { by: 'Ann', message: 'tea' });
    await post(`${meeting}/rest/extend`, { by: 'Ben', ends_at: '2025-10-17T11:00:00Z' });
    await post(`${meeting}/rest`, { message: 'nobody says' });
    await post(`${meeting}/resume`, { by: '' });
    await put(`${meeting}/schedule`, { by: 'Cem', preset: 'uk-hse' });
    await post(`${meeting}/schedule/skip`, { by: 'Dan' });
    await post(`${meeting}/undo`, { by: 'Eve' });
    await post(`${meeting}/end`, { by: 'Fay' });
    const told = [
      ['meeting_started', '田中'],
      ['message', 'Ann'],
      ['rest_extended', 'Ben'],
      ['rest_ended', undefined],
      ['message', undefined],
      ['rest_ended', undefined],
      ['schedule_changed', 'Cem'],
      ['schedule_changed', 'Dan'],
      ['undone', 'Eve'],
      ['meeting_ended', 'Fay'],
    ];
    const replayed = await Member.join(cleanup, url, 'abc', '&role=leader&last_event_id=0-0');
    for (const one of [leader, replayed]) {
      await one.hears('meeting_ended');
      expect(one.notices.map(({ event, data }) => [event, data['by']])).toEqual(told);
    }
    const asLeader = await events('?role=leader');
    expect(asLeader.map(({ by }) => by)).toEqual(told.map(([, by]) => by));

    const late = await Member.join(cleanup, url, 'abc', '&last_event_id=0-0');
    for (const one of [member, display, late]) {
      await one.hears('meeting_ended');
      for (const { data } of one.notices) expect(data).not.toHaveProperty('by');
    }
    expect(JSON.stringify([await events(), await events('?role=member')])).not.toMatch(/"by"|Ann|田中/);
    expect(log.output).not.toMatch(/田中|Ann|Cem/);
  });

  it('has as many characters as leaders see, however many bytes each of them takes', async () => {
    const leader = await Member.join(cleanup, url, 'abc', '&role=leader');
    const by = '𠮷'.repeat(60);
    expect((await post(`${meeting}/rest`, { by })).status).toBe(200);
    expect((await leader.hears('message')).data).toMatchObject({ by });
    expect(await post(`${meeting}/rest`, { by: `${by}𠮷` })).toMatchObject({ status: 422 });
  });

  it("is on the command's notices, not on those that were due before it", async () => {
    const { clock, ...app } = await startMeeting(cleanup, store, { meetingId: 'due' });
    await post(`${app.meeting}/rest`, { duration_seconds: 60 });
    clock.pass(60_000);
    await post(`${app.meeting}/rest`, { by: 'Ann' });
    const { body } = await get(`${app.meeting}/events?role=leader`);
    expect(body['events']).toMatchObject([
      { event: 'meeting_started' },
      { event: 'rest_required' },
      { event: 'rest_ended', reason: 'timer' },
      { event: 'rest_required', by: 'Ann' },
    ]);
    expect((body['events'] as object[])[2]).not.toHaveProperty('by');
  });

  it.each([['x'.repeat(61)], ['a\u0000b'], ['a\nb'], [7]])(
    'is a name of at most 60 characters, not %j',
    async (by) => {
      for (const path of ['start', 'rest', 'resume', 'end', 'undo'])
        expect(await post(`${meeting}/${path}`, { by })).toMatchObject({
          status: 422,
          body: { errors: [{ field: 'by' }] },
        });
    },
  );

  it('is not compared under an Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'k' };
    const first = await call('POST', `${meeting}/rest`, { by: 'Ann' }, headers);
    expect((await call('POST', `${meeting}/rest`, { by: 'Ben' }, headers)).body).toEqual(first.body);
  });
});

describe('the name of the caller, where leaders have keys', () => {
  const cleanup = new Cleanup();

  it('can be read by leaders only', async () => {
    const env = { LEADER_AUTH: 'key', LEADER_API_KEYS: 'k'.repeat(32) };
    const { meeting } = await startMeeting(cleanup, 'embedded', { env });
    const headers = { 'X-API-Key': 'k'.repeat(32) };
    await call('POST', `${meeting}/start`, { by: 'Ann' }, headers);
    expect((await get(`${meeting}/events?role=leader`)).status).toBe(401);
    const { body } = await call('GET', `${meeting}/events?role=leader`, undefined, headers);
    expect(body['events']).toMatchObject([{ by: 'Ann' }]);
    const plain = await call('GET', `${meeting}/events`, undefined, headers);
    expect(JSON.stringify(plain.body)).not.toContain('Ann');
  });
});

describe('the name of the caller, in Redis', () => {
  const cleanup = new Cleanup();

  it('is stored and published beside the notice, and reaches leaders on other processes', async () => {
    const { url, redis } = await startOnRedis(cleanup, {}, new ManualClock());
    const other = await startReady(cleanup, redis.env, new ManualClock());
    const leader = await Member.join(cleanup, other.url, 'abc', '&role=leader');
    const heard = redis.client();
    const announced: string[] = [];
    await heard.subscribe('meeting:abc:rest');
    heard.on('message', (_, text: string) => announced.push(text));
    await post(`${url}/api/meetings/abc/start`, { by: 'An "n"' });
    expect((await leader.hears('meeting_started')).data).toMatchObject({ by: 'An "n"' });
    const [entry] = await redis.client().xrange('{meeting:abc}:log', '-', '+');
    const fields = entry?.[1] ?? [];
    expect(fields[fields.indexOf('by') + 1]).toBe('An "n"');
    expect(fields[fields.indexOf('notice') + 1]).not.toContain('by');
    expect(JSON.parse(announced[0] ?? '')).toMatchObject({ meta: { by: 'An "n"' } });
  });
});
