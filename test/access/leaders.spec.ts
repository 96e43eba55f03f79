import crypto, { randomUUID } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { call } from '../support/api.js';
import { startApp, startMeeting, startOnRedis, stores } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { built } from '../support/outside-jest.js';
import { until } from '../support/until.js';

const { ClaimStore } = await built<typeof import('../../src/stores/claim-store.js')>('stores/claim-store.js');

const { MeetingStore } =
  await built<typeof import('../../src/stores/meeting-store.js')>('stores/meeting-store.js');
const { StoreUnavailable } = await built<typeof import('../../src/stores/store-unavailable.js')>(
  'stores/store-unavailable.js',
);

const KEY = 'first-key-0123456789abcdef';
const NEW_KEY = 'second-key-0123456789abcdef';
const DAY_MS = 86_400_000;

const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });

describe('LEADER_AUTH=key', () => {
  const cleanup = new Cleanup();
  const start = () => startApp(cleanup, { LEADER_AUTH: 'key', LEADER_API_KEYS: `${KEY}, ${NEW_KEY}` });

  it('accepts every configured key, as X-API-Key or as Bearer', async () => {
    const { url } = await start();
    const headers = [{ 'x-api-key': KEY }, { 'x-api-key': NEW_KEY }, bearer(KEY), bearer(NEW_KEY)];
    for (const header of headers)
      expect(await call('POST', `${url}/api/meetings/abc/rest`, {}, header)).toMatchObject({ status: 200 });
  });

  it.each<[string, Record<string, string>]>([
    ['an empty X-API-Key hides no Bearer', { 'x-api-key': '', ...bearer(KEY) }],
    ['an empty Bearer hides no X-API-Key', { 'x-api-key': KEY, ...bearer('') }],
  ])('uses the first header that is not empty: %s', async (_, headers) => {
    const { url } = await start();
    expect(await call('POST', `${url}/api/meetings/abc/rest`, {}, headers)).toMatchObject({ status: 200 });
  });

  it('refuses a command without a key, with one answer for every cause', async () => {
    const { url } = await start();
    const wrong: Record<string, string>[] = [
      {},
      { 'x-api-key': 'wrong' },
      { 'x-api-key': `${KEY}x` },
      bearer(''),
      bearer(KEY.slice(1)),
    ];
    const refused = await Promise.all(
      wrong.map((headers) => call('POST', `${url}/api/meetings/abc/rest`, {}, headers)),
    );
    for (const { status, body, headers } of refused) {
      expect(status).toBe(401);
      expect(body).toEqual(refused[0]?.body);
      expect(headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(refused[0]?.body).toMatchObject({ code: 'unauthorized', status: 401 });
  });

  it('does not accept a key from a URL, which others would log', async () => {
    const { url } = await start();
    expect((await call('POST', `${url}/api/meetings/abc/start?token=${KEY}`)).status).toBe(401);
    expect((await call('GET', `${url}/api/meetings/abc/roster?token=${KEY}`)).status).toBe(401);
  });

  it("leaves the members' routes open", async () => {
    const { url } = await start();
    await call('POST', `${url}/api/meetings/abc/rest`, {}, { 'x-api-key': KEY });
    expect((await call('GET', `${url}/api/meetings/abc`)).status).toBe(200);
    const ack = { client_id: 'a', status: 'back' };
    expect((await call('POST', `${url}/api/meetings/abc/rest/ack`, ack)).status).toBe(200);
  });

  it('compares in constant time: with timingSafeEqual, and with every key even after a match', async () => {
    const { url } = await start();
    const compare = jest.spyOn(crypto, 'timingSafeEqual');
    try {
      for (const key of [KEY, NEW_KEY, 'neither', 'x'.repeat(2_000)]) {
        compare.mockClear();
        await call('POST', `${url}/api/meetings/abc/start`, {}, { 'x-api-key': key });
        expect(compare.mock.calls.map(([one, other]) => [one.byteLength, other.byteLength])).toEqual([
          [32, 32],
          [32, 32],
        ]);
      }
    } finally {
      compare.mockRestore();
    }
  });
});

describe.each(stores)('LEADER_AUTH=claim, %s', (store) => {
  const cleanup = new Cleanup();

  async function start() {
    const app = await startMeeting(cleanup, store, { env: { LEADER_AUTH: 'claim' } });
    const { url, nest, meeting, clock } = app;
    const command = (path: string, token?: unknown, headers = {}) =>
      call('POST', `${meeting}/${path}`, {}, { ...(token === undefined ? {} : bearer(token)), ...headers });
    return { url, nest, meeting, clock, command };
  }

  it('gives the meeting to the leader who starts it', async () => {
    const { command, meeting } = await start();
    const first = await command('start');
    expect(first.body).toEqual({
      message: 'Meeting started',
      meeting_id: 'abc',
      leader_token: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(first.headers.get('cache-control')).toBe('no-store');
    const token = first.body['leader_token'];
    expect((await command('rest', token)).status).toBe(200);
    expect((await call('GET', `${meeting}/roster`, undefined, bearer(token))).status).toBe(200);
    expect((await command('start', token)).body).toEqual({ message: 'Meeting started', meeting_id: 'abc' });
    expect((await command('resume', token)).status).toBe(200);
  });

  it('refuses a second leader who starts or commands the meeting, and a command before the start', async () => {
    const { command } = await start();
    const early = await command('rest');
    expect(early).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    await command('start');
    const refused = [
      await command('start'),
      await command('rest'),
      await command('end'),
      await command('end', 'x'.repeat(43)),
      await command('start', undefined, { 'idempotency-key': randomUUID() }),
      await command('start', undefined, { 'idempotency-key': 'start-abc' }),
    ];
    for (const { status, body } of refused) expect([status, body]).toEqual([401, early.body]);
  });

  it('gives the meeting to one of many leaders who start it at once', async () => {
    const { command } = await start();
    const answers = await Promise.all(Array.from({ length: 20 }, () => command('start')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('ends the claim and its token when the meeting ends', async () => {
    const { command } = await start();
    const { leader_token } = (await command('start')).body;
    expect((await command('end', leader_token)).status).toBe(200);
    expect((await command('rest', leader_token)).status).toBe(401);
    const next = (await command('start')).body['leader_token'];
    expect(next).not.toBe(leader_token);
    expect((await command('rest', leader_token)).status).toBe(401);
    expect((await command('rest', next)).status).toBe(200);
  });

  it('repeats the first answer when a leader repeats the end under its Idempotency-Key', async () => {
    const { command } = await start();
    const { leader_token } = (await command('start')).body;
    const key = { 'idempotency-key': 'end-1' };
    const first = await command('end', leader_token, key);
    expect(first).toMatchObject({ status: 200, body: { message: 'Meeting ended', meeting_id: 'abc' } });
    expect(await command('end', leader_token, key)).toMatchObject({ status: 200, body: first.body });
    const refused = [
      await command('end', leader_token),
      await command('end', leader_token, { 'idempotency-key': 'end-2' }),
      await command('end', undefined, key),
      await command('end', 'x'.repeat(43), key),
      await command('rest', leader_token, key),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 401));
  });

  it('ends the claim when the start that made it is undone', async () => {
    const { command } = await start();
    const { leader_token } = (await command('start')).body;
    const key = { 'idempotency-key': 'undo-1' };
    const first = await command('undo', leader_token, key);
    expect(first).toMatchObject({ status: 200, body: { undone_event: 'meeting_started' } });
    expect(await command('undo', leader_token, key)).toMatchObject({ status: 200, body: first.body });
    expect((await command('undo', leader_token)).status).toBe(401);
    const other = await command('start');
    expect(other).toMatchObject({ status: 200, body: { leader_token: expect.any(String) } });
    expect((await command('rest', leader_token)).status).toBe(401);
    // A repeated undo takes nothing back that somebody else did since.
    expect(await command('undo', leader_token, key)).toMatchObject({ status: 200, body: first.body });
    expect((await command('rest', other.body['leader_token'])).status).toBe(200);
  });

  it('does not take an end for the repetition of an undo under the same Idempotency-Key', async () => {
    const { command } = await start();
    const { leader_token } = (await command('start')).body;
    const key = { 'idempotency-key': 'one' };
    await command('undo', leader_token, key);
    expect((await command('end', leader_token, key)).status).toBe(401);
  });

  it('is not made by a start that repeats one from before the end of the meeting', async () => {
    const { command, meeting } = await start();
    const key = { 'idempotency-key': randomUUID() };
    const { leader_token } = (await command('start', undefined, key)).body;
    await command('end', leader_token);
    expect((await command('start', undefined, key)).status).toBe(200);
    expect((await call('GET', `${meeting}/status`)).status).toBe(404);
    expect((await command('start')).status).toBe(200);
  });

  it('keeps the claim when another command is undone', async () => {
    const { command } = await start();
    const { leader_token } = (await command('start')).body;
    for (const path of ['start', 'rest']) {
      await command(path, leader_token);
      expect((await command('undo', leader_token)).status).toBe(200);
    }
    expect((await command('start')).status).toBe(401);
    expect((await command('rest', leader_token)).status).toBe(200);
  });

  it('does not affect the next meeting when an end is repeated', async () => {
    const { command, meeting } = await start();
    const old = (await command('start')).body['leader_token'];
    const key = { 'idempotency-key': 'end-1' };
    await command('end', old, key);
    const next = (await command('start')).body['leader_token'];
    const { cursor } = (await call('GET', meeting)).body;
    expect((await command('end', old, key)).status).toBe(200);
    expect((await call('GET', meeting)).body).toMatchObject({ phase: 'in_progress', cursor });
    // The claim is still the second leader's: the first leader does not hold it, and it is not free.
    expect((await command('end', old)).status).toBe(401);
    expect((await command('start')).status).toBe(401);
    expect((await command('rest', next, key)).status).toBe(422);
    expect((await command('rest', next)).status).toBe(200);
  });

  it('keeps the new claim when the previous leader repeats the end late', async () => {
    const { nest } = await start();
    const claims = nest.get(ClaimStore);
    await claims.claim('abc', 'first', 60);
    await claims.release('abc', 'first');
    await claims.claim('abc', 'second', 60);
    await claims.release('abc', 'first', { call: 'end', seconds: 60 });
    expect(await claims.holder('abc')).toBe('second');
    await claims.release('abc', 'second');
    expect(await claims.holder('abc')).toBeUndefined();
  });

  it('frees a claim that the store made after its caller was told that it failed', async () => {
    const { command, nest } = await start();
    const store = nest.get(ClaimStore);
    const claim = store.claim.bind(store);
    let answer = (): void => undefined;
    jest.spyOn(store, 'claim').mockImplementationOnce(async (...args) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return claim(...args);
    });
    expect((await command('start')).status).toBe(503);
    answer();
    await until('the claim to be free', async () => (await store.holder('abc')) === undefined);
    expect((await command('start')).status).toBe(200);
  });

  it('returns the token again when the same start is repeated under a random UUID', async () => {
    const { command } = await start();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await command('start', undefined, headers);
    expect((await command('start', undefined, headers)).body).toEqual(first.body);
    expect((await command('rest', first.body['leader_token'])).status).toBe(200);
  });

  it('keeps the claim of a start that took place although its answer was 503, for who repeats it', async () => {
    const { command, nest } = await start();
    jest.spyOn(nest.get(ClaimStore), 'keep').mockRejectedValueOnce(new StoreUnavailable('no answer'));
    const headers = { 'idempotency-key': randomUUID() };
    expect((await command('start', undefined, headers)).status).toBe(503);
    expect((await command('start')).status).toBe(401);
    const again = await command('start', undefined, headers);
    expect((await command('rest', again.body['leader_token'])).status).toBe(200);
  });

  it('keeps the claim of a start whose commit was not answered, for who repeats it', async () => {
    const { command, nest } = await start();
    const store = nest.get(MeetingStore);
    const answered = store.commit.bind(store);
    jest.spyOn(store, 'commit').mockImplementation(async (commit) => {
      await answered(commit);
      // The service looks once more whether the commit took place.
      jest.spyOn(store, 'load').mockRejectedValueOnce(new StoreUnavailable('no answer'));
      throw new StoreUnavailable('no answer');
    });
    const headers = { 'idempotency-key': randomUUID() };
    expect((await command('start', undefined, headers)).status).toBe(503);
    jest.restoreAllMocks();
    expect((await command('start')).status).toBe(401);
    const again = await command('start', undefined, headers);
    expect((await command('rest', again.body['leader_token'])).status).toBe(200);
  });

  it('gives back the claim of a start that did not take place', async () => {
    const { command, nest } = await start();
    const commit = jest.spyOn(nest.get(MeetingStore), 'commit');
    commit.mockRejectedValue(new StoreUnavailable('no answer'));
    expect((await command('start')).status).toBe(503);
    commit.mockRestore();
    expect((await command('start')).status).toBe(200);
  });

  it('treats an Idempotency-Key with and without quotes as the same key: for a start and for an end', async () => {
    const { command } = await start();
    const uuid = randomUUID();
    const first = await command('start', undefined, { 'idempotency-key': `"${uuid}"` });
    const { leader_token } = first.body;
    for (const key of [uuid, `"${uuid}"`])
      expect((await command('start', undefined, { 'idempotency-key': key })).body).toEqual(first.body);
    const ended = await command('end', leader_token, { 'idempotency-key': '"end-1"' });
    expect(ended.status).toBe(200);
    for (const key of ['end-1', '"end-1"'])
      expect((await command('end', leader_token, { 'idempotency-key': key })).body).toEqual(ended.body);
  });

  it('makes no token from a key that can be guessed', async () => {
    const { command } = await start();
    const headers = { 'idempotency-key': 'start-abc-defg-hij-2025-10-17' };
    expect((await command('start', undefined, headers)).status).toBe(200);
    expect((await command('start', undefined, headers)).status).toBe(401);
  });

  it('gives access to one meeting only', async () => {
    const { command, url } = await start();
    const token = (await command('start')).body['leader_token'];
    await call('POST', `${url}/api/meetings/other/start`);
    expect((await call('POST', `${url}/api/meetings/other/rest`, {}, bearer(token))).status).toBe(401);
  });

  if (store === 'embedded')
    it('keeps the claim for a day after the last command', async () => {
      const { command, clock } = await start();
      const token = (await command('start')).body['leader_token'];
      clock.pass(DAY_MS - 1);
      expect((await command('rest', token)).status).toBe(200);
      clock.pass(DAY_MS - 1);
      expect((await command('start')).status).toBe(401);
      clock.pass(1);
      expect((await command('start')).status).toBe(200);
    });

  if (store === 'embedded')
    it('recognises a repeated end for a day', async () => {
      const { command, clock } = await start();
      const { leader_token } = (await command('start')).body;
      const key = { 'idempotency-key': 'end-1' };
      await command('end', leader_token, key);
      clock.pass(DAY_MS - 1);
      expect((await command('end', leader_token, key)).status).toBe(200);
      clock.pass(1);
      expect((await command('end', leader_token, key)).status).toBe(401);
    });
});

describe('a claim in Redis', () => {
  const cleanup = new Cleanup();

  it('is stored as a digest of the token, beside the meeting, for a day', async () => {
    const { url, redis: server } = await startOnRedis(cleanup, { LEADER_AUTH: 'claim' });
    const token = String((await call('POST', `${url}/api/meetings/abc/start`)).body['leader_token']);
    const redis = server.client();
    const kept = await redis.get('{meeting:abc}:claim');
    expect(kept).toBe(crypto.createHash('sha256').update(token).digest('hex'));
    expect(await redis.ttl('{meeting:abc}:claim')).toBeGreaterThan(86_390);
    const headers = { ...bearer(token), 'idempotency-key': 'end-1' };
    await call('POST', `${url}/api/meetings/abc/end`, {}, headers);
    expect(await redis.exists('{meeting:abc}:claim')).toBe(0);
    const [ended = ''] = await redis.keys('{meeting:abc}:ended:*');
    expect(ended).toMatch(/:[0-9a-f]{64}$/);
    expect(await redis.ttl(ended)).toBeGreaterThan(86_390);
  });

  it('that is no digest belongs to nobody', async () => {
    const { url, redis: server } = await startOnRedis(cleanup, { LEADER_AUTH: 'claim' });
    await server.client().set('{meeting:abc}:claim', 'zz', 'EX', 3_600);
    const token = bearer('x'.repeat(43));
    expect((await call('POST', `${url}/api/meetings/abc/rest`, {}, token)).status).toBe(401);
    expect((await call('POST', `${url}/api/meetings/abc/start`)).status).toBe(401);
  });

  it('survives a repeated end, even when Redis has lost the stored result', async () => {
    const { url, redis: server } = await startOnRedis(cleanup, { LEADER_AUTH: 'claim' });
    const meeting = `${url}/api/meetings/abc`;
    const { leader_token } = (await call('POST', `${meeting}/start`)).body;
    const headers = { ...bearer(leader_token), 'idempotency-key': 'end-1' };
    await call('POST', `${meeting}/end`, {}, headers);
    await call('POST', `${meeting}/start`);
    const redis = server.client();
    await redis.del(await redis.keys('*:done:*'));
    expect((await call('POST', `${meeting}/end`, {}, headers)).status).toBe(200);
    expect((await call('GET', meeting)).status).toBe(200);
  });

  it('creates no Redis key for a malformed id', async () => {
    const { url, redis: server } = await startOnRedis(cleanup, { LEADER_AUTH: 'claim' });
    const seen: string[] = [];
    const monitor = await server.client().monitor();
    cleanup.add(() => monitor.disconnect());
    monitor.on('monitor', (_, args: string[]) => seen.push(args.join(' ')));
    const headers = { ...bearer('x'.repeat(43)), 'idempotency-key': 'key-1' };
    const post = (path: string) => call('POST', `${url}/api/meetings/${path}`, {}, headers);
    for (const command of ['start', 'end', 'rest'])
      expect([command, (await post(`a%3Ab/${command}`)).status]).toEqual([command, 422]);
    await post('good/start');
    await until('the good one to be seen', () => seen.some((line) => line.includes('{meeting:good}:claim')));
    expect(seen.filter((line) => line.includes('a:b'))).toEqual([]);
  });

  it('is removed after a start that failed', async () => {
    const { url, redis: server } = await startOnRedis(cleanup, { LEADER_AUTH: 'claim' });
    const redis = server.client();
    // Damage the meeting's state, so that the claim succeeds and the start fails.
    await redis.set('meeting:abc', 'not a hash');
    expect((await call('POST', `${url}/api/meetings/abc/start`)).status).toBe(503);
    await redis.del('meeting:abc');
    expect(await redis.exists('{meeting:abc}:claim')).toBe(0);
    expect((await call('POST', `${url}/api/meetings/abc/start`)).status).toBe(200);
  });
});
