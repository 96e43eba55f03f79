import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { get, post, put } from '../support/api.js';
import { startOnRedis, type App } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { Member } from '../support/member.js';
import { RawStream } from '../support/raw-stream.js';
import type { RedisServer } from '../support/redis-server.js';
import { until } from '../support/until.js';

const LOG = '{meeting:m}:log';

/**
 * docs/protocol.md, "The stream": no content of Redis may stop a meeting for longer than its members need to be
 * told.
 */
describe('Redis content that this version did not write:', () => {
  const cleanup = new Cleanup();
  let server: RedisServer;
  let app: App;
  let redis: Redis;
  let url: string;
  let meeting: string;

  beforeEach(async () => {
    const started = await startOnRedis(cleanup);
    app = started;
    ({ url, redis: server } = started);
    redis = server.client();
    meeting = `${url}/api/meetings/m`;
    await post(`${meeting}/start`);
  });

  const stateWith = async (change: (state: Record<string, unknown>) => void) => {
    const state = JSON.parse((await redis.hget('meeting:m', 'state')) ?? '{}') as Record<string, unknown>;
    change(state);
    await redis.hset('meeting:m', 'state', JSON.stringify(state));
    return state;
  };

  it.each([
    { every_minutes: 0 },
    { every_minutes: -5 },
    { every_minutes: 1e-9 },
    { every_minutes: 1e300 },
    { duration_minutes: 1e300 },
    { warn_seconds: -1e300 },
  ])('a plan with numbers that no plan has is never due, and is kept as it is: %j', async (wrong) => {
    await put(`${meeting}/schedule`, { every_minutes: 10, duration_minutes: 5, mode: 'suggest' });
    const { plan } = await stateWith((state) => {
      const { schedule, ...times } = state['plan'] as { schedule: object; nextRestAt: string };
      state['plan'] = {
        ...times,
        nextRestAt: '2026-01-01T00:00:00.000Z',
        schedule: { ...schedule, ...wrong },
      };
    });
    expect((await get(`${meeting}/status`)).status).toBe(200);
    expect((await fetch(`${meeting}/calendar.ics`)).status).toBe(200);
    expect((await post(`${meeting}/rest`)).status).toBe(200);
    expect((await stateWith(() => undefined))['plan']).toEqual(plan);
    expect((await post(`${meeting}/end`)).status).toBe(200);
  });

  it.each([-300, 0.5, '5', 201])(
    'a history whose count of announcements is %j stops no command',
    async (announced) => {
      const key = '{meeting:m}:history';
      const history = JSON.parse((await redis.get(key)) ?? '{}') as object;
      await redis.set(key, JSON.stringify({ ...history, announced }), 'EX', 3_600);
      expect((await post(`${meeting}/rest`, { message: 'heard' })).status).toBe(200);
      expect((await post(`${meeting}/announcements`, { message: 'heard' })).status).toBe(200);
    },
  );

  const lastId = async () => (await redis.xrevrange(LOG, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
  const log = async (fields: Record<string, string>) =>
    String(await redis.xadd(LOG, '*', 'prev', await lastId(), ...Object.entries(fields).flat()));
  const later = { event: 'rest_paused', meeting_id: 'm', timestamp: '2026-01-01T00:00:00.000Z', why: 'tea' };
  const follow = (cursor?: string) =>
    RawStream.open(cleanup, url, 'm', cursor === undefined ? {} : { 'Last-Event-ID': cursor });

  it('a notice of a later version is passed on under its own name, followed by the current state', async () => {
    const member = await follow();
    await member.contains('event: state');
    const cursor = await lastId();
    const id = await log({ notice: JSON.stringify(later), by: 'Aiko', more: 'fields' });
    await redis.hset('meeting:m', 'rest_flg', 'true', 'rest_started_at', '2026-01-01T00:00:00Z');
    await post(`${meeting}/rest`, { message: 'heard' });
    await member.contains('"message":"heard"');
    await until('the state after it', () => member.text.split('event: state').length === 3);
    const frame = `event: rest_paused\nid: ${id}\ndata: ${JSON.stringify(later)}\n\n`;
    expect(member.text).toContain(frame);
    expect(member.text.indexOf('rest_paused')).toBeLessThan(member.text.lastIndexOf('event: state'));
    expect(member.text).not.toContain('Aiko');

    const resumed = await follow(cursor);
    await resumed.contains('event: state');
    expect(resumed.text).toContain(frame);
    expect(resumed.text).toContain('"message":"heard"');
    expect(resumed.text).toContain('"resync":false');
    const page = await get(`${meeting}/events?after=${cursor}`);
    expect(page).toMatchObject({ status: 200, body: { resync: false, events: [{ id, ...later }, {}, {}] } });
  });

  it.each([
    ['no JSON', { notice: '{"event":' }],
    ['other fields', { what: 'ever' }],
    ['a name that frames of ours have', { notice: JSON.stringify({ ...later, event: 'state' }) }],
    ['a name that is none', { notice: JSON.stringify({ ...later, event: 'Rest paused\n' }) }],
    ['a break without a text', { notice: JSON.stringify({ ...later, event: 'rest_required' }) }],
  ])(
    'an entry with %s is skipped and reported, and the next ones are delivered',
    async (_, fields: Record<string, string>) => {
      const member = await follow();
      await member.contains('event: state');
      const cursor = await lastId();
      await log(fields);
      await post(`${meeting}/rest`, { message: 'heard' });
      await member.contains('"message":"heard"');
      await member.contains('"resync":true');

      const resumed = await follow(cursor);
      await resumed.contains('"message":"heard"');
      await resumed.contains('"resync":true');
      const page = await get(`${meeting}/events?after=${cursor}`);
      expect(page).toMatchObject({ status: 200, body: { resync: true, state: { phase: 'on_break' } } });
      expect(JSON.stringify(page.body['events'])).toContain('heard');

      await post(`${meeting}/rest`, { message: 'again' });
      await member.contains('"message":"again"');
      await resumed.contains('"message":"again"');
      await until('the log line', () => app.log.output.includes('cannot be read and was skipped'));
    },
  );

  it('each damaged entry is reported where it is, because a client may be cut off before the next one', async () => {
    const member = await follow();
    await member.contains('event: state');
    const cursor = await lastId();
    await log({ what: 'ever' });
    await post(`${meeting}/rest`, { message: 'first' });
    await member.contains('"message":"first"');
    await log({ what: 'ever' });
    await log({ what: 'ever' });
    await post(`${meeting}/rest`, { message: 'second' });
    await member.contains('"message":"second"');

    const resumed = await follow(cursor);
    await until('the state of now', () => resumed.text.includes('"resync":false'));
    const frames = resumed.text.matchAll(/event: (\w+)\n(?:(?:id|retry): .*\n)*data: (.*)/g);
    expect(
      Array.from(frames, ([, event, data = '']) => [
        event,
        (JSON.parse(data) as { resync?: boolean }).resync,
      ]),
    ).toEqual([
      ['connected', undefined],
      ['state', true],
      ['message', undefined],
      ['state', true],
      ['rest_ended', undefined],
      ['message', undefined],
      ['state', false],
    ]);
  });

  it('a key of another type causes `degraded`, and its removal `restored`', async () => {
    const member = await Member.join(cleanup, url, 'm');
    const cursor = await lastId();
    await redis.rename(LOG, 'kept');
    await redis.set(LOG, 'x');
    expect((await post(`${meeting}/rest`)).status).toBe(503);
    await member.hears('degraded', 1, 5_000);
    const resumed = await follow(cursor);
    await until('the stream to say something', () => resumed.text !== '', 5_000);
    expect(resumed.text).toMatch(/^event: (connected|goodbye)/);
    await redis.rename('kept', LOG);
    await member.hears('restored');
    await post(`${meeting}/rest`, { message: 'after' });
    await member.hears('message');
    expect(member.all('degraded')).toHaveLength(1);
    expect(member.all('restored')).toHaveLength(1);
  });

  it('a plan or a break of an unknown kind is ignored, and written back byte for byte', async () => {
    const plan =
      '{"schedule":{"at":["10:00"],"time_zone":"Asia/Tokyo"},"nextBreakAt": "2020-01-01T00:00:00.000Z","x":1.50}';
    const rest =
      '{"kind":"paused","id":"r","message":"tea \\u2615","startedAt":"2026-01-01T00:00:00.000Z","endsAt":"2020-01-01T00:00:00.000Z"}';
    const { started_at } = (await redis.hgetall('meeting:m')) as { started_at: string };
    const state = `{"startedAt":"${started_at}","rest":${rest},"workingSince":null,"round":null,"plan":${plan},"title":"Über"}`;
    const theirs = { rest_flg: 'true', rest_started_at: '2026-01-01T00:00:00.000Z', state };
    await redis.hset('meeting:m', theirs);
    const snapshot = (await get(meeting)).body;
    expect(snapshot).toMatchObject({
      phase: 'on_break',
      schedule: null,
      rest: { rest_id: 'r', ends_at: null },
    });
    expect((await post(`${meeting}/rest/ack`, { client_id: 'c', status: 'back' })).status).toBe(200);
    const kept = (await redis.hget('meeting:m', 'state')) ?? '';
    expect(kept).toContain(`"rest":${rest}`);
    expect(kept).toContain(`"plan":${plan}`);
    expect(kept).toContain('"title":"Über"');
    await post(`${meeting}/resume`);
    const over = (await redis.hget('meeting:m', 'state')) ?? '';
    expect(over).toContain('"rest":null');
    expect(over).toContain(`"plan":${plan}`);
    await put(`${meeting}/schedule`, { preset: 'uk-hse' });
    expect(await redis.hget('meeting:m', 'state')).not.toContain('Asia/Tokyo');
  });

  it.each([
    ['a history that is none', '{meeting:m}:history', '5'],
    ['a history of another shape', '{meeting:m}:history', '{"recent":{}}'],
  ])('the service continues with %s', async (_, key, value) => {
    const member = await Member.join(cleanup, url, 'm');
    await redis.set(key, value);
    await post(`${meeting}/rest`, { message: 'heard' });
    expect((await post(`${meeting}/resume`)).status).toBe(200);
    await member.hears('rest_ended');
    expect(await get(`${meeting}/history`)).toMatchObject({ status: 200, body: { breaks: 1 } });
  });

  it('the service continues with invalid counts, an invalid state and an invalid incarnation', async () => {
    const member = await Member.join(cleanup, url, 'm');
    await redis.hset('{meeting:m}:members', { seen: 'x', back: '1e99', 'process:x': 'y z' });
    await redis.hset('meeting:m', 'state', '[[');
    await redis.hset('kyukei:incarnation', 'since', 'garbage');
    expect((await post(`${meeting}/rest`, { message: 'heard' })).status).toBe(200);
    await member.hears('message');
    expect(await get(meeting)).toMatchObject({ status: 200, body: { members: { seen: 0, back: 0 } } });
    const resumed = await follow('0-0');
    await resumed.contains('event: state');
  });

  it('a resuming member gets a frame within 5 s while Redis hangs, and the rest afterwards', async () => {
    const member = await Member.join(cleanup, url, 'm');
    const cursor = await lastId();
    server.freeze();
    const resumed = await follow(cursor);
    await until('the stream to speak', () => resumed.text !== '', 5_000);
    expect(resumed.text).toMatch(/^event: (connected|goodbye)/);
    await member.hears('degraded', 1, 5_000);
    server.thaw();
    await member.hears('restored');
    await until('a break to be called', async () => (await post(`${meeting}/rest`)).status === 200);
    await member.hears('message');
  });
});
