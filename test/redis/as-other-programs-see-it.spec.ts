import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { get, post } from '../support/api.js';
import { startOnRedis } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ManualClock } from '../support/manual-clock.js';
import { Member } from '../support/member.js';
import { until } from '../support/until.js';

/** docs/protocol.md, "In Redis": other programs read and write the reference's hash and channel. */
describe('Redis, as other programs see it', () => {
  const cleanup = new Cleanup();
  let redis: Redis;
  let url: string;
  let meeting: string;

  beforeEach(async () => {
    const app = await startOnRedis(cleanup, {}, new ManualClock());
    url = app.url;
    redis = app.redis.client();
    meeting = `${url}/api/meetings/abc-defg-hij`;
  });

  const hash = () => redis.hgetall('meeting:abc-defg-hij');

  it("has the reference's hash, with its fields as strings", async () => {
    await post(`${meeting}/start`);
    expect(await hash()).toMatchObject({
      rest_flg: 'false',
      started_at: '2025-10-17T10:30:00.000Z',
      rest_started_at: '',
    });
    await post(`${meeting}/rest`);
    expect(await hash()).toMatchObject({ rest_flg: 'true', rest_started_at: '2025-10-17T10:30:00.000Z' });
  });

  it('keeps the hash for 24 hours after every write, and the log an hour longer', async () => {
    await post(`${meeting}/start`);
    await redis.expire('meeting:abc-defg-hij', 5);
    await post(`${meeting}/rest`);
    expect(await redis.ttl('meeting:abc-defg-hij')).toBeGreaterThan(86_390);
    expect(await redis.ttl('meeting:abc-defg-hij')).toBeLessThanOrEqual(86_400);
    expect(await redis.ttl('{meeting:abc-defg-hij}:log')).toBeGreaterThan(89_990);
  });

  it('keeps the log and the history longer than the hash, also after a command without a notice', async () => {
    await post(`${meeting}/start`);
    for (const key of ['log', 'history']) await redis.expire(`{meeting:abc-defg-hij}:${key}`, 5);
    await post(`${meeting}/resume`);
    for (const key of ['log', 'history'])
      expect(await redis.ttl(`{meeting:abc-defg-hij}:${key}`)).toBeGreaterThan(89_990);
  });

  it('keeps the hash of a long break until after its end', async () => {
    await post(`${meeting}/rest`, { duration_seconds: 86_400 });
    expect(await redis.ttl('meeting:abc-defg-hij')).toBeGreaterThan(86_400 + 3_000);
  });

  it('deletes the hash at the end of the meeting, and the log an hour later', async () => {
    await post(`${meeting}/rest`);
    await post(`${meeting}/end`);
    expect(await redis.exists('meeting:abc-defg-hij')).toBe(0);
    const ttl = await redis.ttl('{meeting:abc-defg-hij}:log');
    expect(ttl).toBeGreaterThan(3_590);
    expect(ttl).toBeLessThanOrEqual(3_600);
  });

  it('allows ending a meeting that exists only as a hash', async () => {
    await redis.hset('meeting:abc-defg-hij', 'rest_flg', 'what');
    await post(`${meeting}/end`);
    expect(await redis.exists('meeting:abc-defg-hij')).toBe(0);
  });

  it('keeps the fields of other programs', async () => {
    await post(`${meeting}/start`);
    await redis.hset('meeting:abc-defg-hij', 'theirs', '1');
    await post(`${meeting}/rest`);
    expect(await hash()).toMatchObject({ theirs: '1', rest_flg: 'true' });
  });

  it("gets one published message per notice, in the reference's format", async () => {
    const messages: string[] = [];
    const subscriber = redis.duplicate();
    cleanup.add(() => subscriber.disconnect());
    subscriber.on('message', (_, message: string) => messages.push(message));
    await subscriber.subscribe('meeting:abc-defg-hij:rest');
    await post(`${meeting}/rest`, { message: '休憩' });
    await until('two messages', () => messages.length >= 2);
    expect(messages.map((message) => JSON.parse(message) as unknown)).toMatchObject([
      { event: 'meeting_started', meeting_id: 'abc-defg-hij' },
      {
        event: 'rest_required',
        meeting_id: 'abc-defg-hij',
        message: '休憩',
        timestamp: '2025-10-17T10:30:00.000Z',
      },
    ]);
  });

  it('delivers a break that another program wrote, in the formats Python writes', async () => {
    await redis.hset('meeting:abc-defg-hij', {
      rest_flg: 'true',
      started_at: '2025-10-17T10:00:00Z',
      rest_started_at: '2025-10-17T10:20:00.123456',
    });
    expect((await get(`${meeting}/status`)).body).toEqual({
      meeting_id: 'abc-defg-hij',
      rest_flg: true,
      started_at: '2025-10-17T10:00:00.000Z',
      rest_started_at: '2025-10-17T10:20:00.123Z',
    });
  });

  it('causes a new snapshot when another program changes it without a notice', async () => {
    await post(`${meeting}/start`);
    const etag = String((await get(meeting)).headers.get('etag'));
    const again = () => fetch(meeting, { headers: { 'if-none-match': etag } });
    expect((await again()).status).toBe(304);
    await redis.hset('meeting:abc-defg-hij', { rest_flg: 'true', rest_started_at: '2025-10-17T10:30:00Z' });
    expect(await (await again()).json()).toMatchObject({ phase: 'on_break' });
  });

  it('delivers a break that another program publishes, live and without an id', async () => {
    const member = await Member.join(cleanup, url, 'abc-defg-hij');
    const foreign = {
      event: 'rest_required',
      meeting_id: 'abc-defg-hij',
      message: 'from the old server',
      // Python's isoformat(): UTC without a zone.
      timestamp: '2025-10-17T10:30:00.123456',
    };
    await redis.publish('meeting:abc-defg-hij:rest', JSON.stringify(foreign));
    const received = await member.hears('message');
    const untimed = { rest_id: '1760697000123', duration_seconds: null, ends_at: null };
    const added = { message_code: 'custom', language: 'ja', server_time: expect.any(String) };
    expect(received.data).toEqual({
      ...foreign,
      timestamp: '2025-10-17T10:30:00.123Z',
      ...untimed,
      ...added,
    });
    expect(received.cursor).toBe('0-0');
  });

  it("accepts a member's answer to such a break under the id of the frame and of `state`", async () => {
    await redis.hset('meeting:abc-defg-hij', {
      rest_flg: 'true',
      started_at: '2025-10-17T10:00:00',
      rest_started_at: '2025-10-17T10:30:00.123456',
    });
    const member = await Member.join(cleanup, url, 'abc-defg-hij');
    // The reference reads its clock again for the message, so the two times differ.
    const foreign = { event: 'rest_required', message: 'tea', timestamp: '2025-10-17T10:30:00.187654' };
    await redis.publish('meeting:abc-defg-hij:rest', JSON.stringify(foreign));
    const heard = (await member.hears('message')).data['rest_id'];
    const { rest } = (await member.hears('state')).data as { rest: { rest_id: string } };
    expect(heard).not.toBe(rest.rest_id);
    const ack = (rest_id: unknown, status: string) =>
      post(`${meeting}/rest/ack`, { client_id: 'ann', status, rest_id });
    expect(await ack(heard, 'away')).toMatchObject({ status: 200, body: { members: { away: 1 } } });
    expect(await ack(rest.rest_id, 'back')).toMatchObject({
      status: 200,
      body: { members: { away: 0, back: 1 } },
    });
    // The id of another break, ten minutes earlier.
    expect(await ack(String(Number(heard) - 600_000), 'back')).toMatchObject({ status: 409 });
  });

  it.each([
    ['no JSON', 'hello'],
    ['no object', '["rest_required"]'],
    ['no break', JSON.stringify({ event: 'connected', message: 'x', timestamp: '2025-10-17T10:30:00Z' })],
    [
      'a forged id',
      JSON.stringify({ event: 'rest\nid: 9', id: '1-1', prev: '0-0', meeting_id: 'abc-defg-hij' }),
    ],
  ])('drops a message of another program with %s', async (_, payload) => {
    const member = await Member.join(cleanup, url, 'abc-defg-hij');
    await redis.publish('meeting:abc-defg-hij:rest', payload);
    await post(`${meeting}/rest`, { message: 'real' });
    await member.hears('message');
    expect(member.notices.map(({ event }) => event)).toEqual(['meeting_started', 'message']);
  });

  it.each([
    ['no message', { message: undefined }, '休憩時間です'],
    ['null for a message', { message: null }, '休憩時間です'],
    ['a message of 20,000 characters', { message: 'x'.repeat(20_000) }, '休憩時間です'],
    ['no time', { timestamp: undefined }, 'x'],
    ['a time that is none', { timestamp: 'soon' }, 'x'],
  ])('delivers a break that another program publishes with %s', async (_, fields, message) => {
    const member = await Member.join(cleanup, url, 'abc-defg-hij');
    const theirs = { event: 'rest_required', message: 'x', timestamp: '2025-10-17T10:30:00Z', ...fields };
    await redis.publish('meeting:abc-defg-hij:rest', JSON.stringify(theirs));
    const heard = await member.hears('message');
    expect(heard.data).toMatchObject({ message, timestamp: '2025-10-17T10:30:00.000Z' });
  });

  it('has one subscription per meeting, from its first stream to its last', async () => {
    const channels = () => redis.pubsub('CHANNELS', 'meeting:*');
    const members = [];
    for (let i = 0; i < 20; i++) members.push(await Member.join(cleanup, url, i % 2 ? 'odd' : 'even'));
    expect((await channels()) as string[]).toHaveLength(2);
    expect(await redis.pubsub('NUMSUB', 'meeting:odd:rest')).toEqual(['meeting:odd:rest', 1]);

    // One connection for commands, one for messages, and the test's own.
    expect(await connections()).toBe(3);

    members.forEach((member) => member.leave());
    await until('no channel to be subscribed', async () => ((await channels()) as string[]).length === 0);
  });

  async function connections(): Promise<number> {
    return String(await redis.client('LIST'))
      .trim()
      .split('\n').length;
  }
});
